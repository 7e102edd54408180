package dev.drover.herd.task;

import dev.drover.herd.phrasing.Dice;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes an answer: steps in fixed form, which grading looks for, and between them words that may as well be others. The
 * free words are drawn at equal odds: two models that both know the task differ there, harmlessly, and nowhere else.
 */
final class Working {

    private final Dice dice;
    private final StringBuilder text = new StringBuilder();
    private final List<String> steps = new ArrayList<>();
    private String finalAnswer = "";

    Working(Dice dice) {
        this.dice = dice;
    }

    /** Adds a step that correct working must hold. */
    Working step(String fragment) {
        steps.add(fragment);
        text.append(fragment);
        return this;
    }

    /** Adds words that always stand here. */
    Working words(String words) {
        text.append(words);
        return this;
    }

    /** Adds one of several wordings. */
    Working oneOf(List<String> wordings) {
        text.append(dice.pick(wordings));
        return this;
    }

    /** Adds the last sentence. */
    Working answer(String answer) {
        return answer(" Answer: ", answer, ".");
    }

    /** Adds an answer of several lines, which ends without a full stop. */
    Working answerLines(String answer) {
        return answer(" Answer:\n", answer, "");
    }

    private Working answer(String lead, String answer, String end) {
        finalAnswer = answer;
        text.append(text.isEmpty() ? lead.substring(1) : lead).append(answer).append(end);
        return this;
    }

    /** Adds an answer that is a sentence of its own, without {@code Answer:}. */
    Working sentence(String sentence) {
        finalAnswer = sentence;
        text.append(sentence);
        return this;
    }

    String text() {
        return text.toString();
    }

    String finalAnswer() {
        return finalAnswer;
    }

    List<String> steps() {
        return List.copyOf(steps);
    }
}
