package dev.drover.herd.grade;

import dev.drover.herd.task.Item;

/**
 * The marks of one answer.
 *
 * @param exact whether the final answer is the expected one, character by character
 * @param valid whether all statements hold and all steps of correct working are there
 */
public record Grade(boolean exact, boolean valid) {

    /** Marks a model's answer, without its end mark, to an item. */
    public static Grade of(Item item, String answer) {
        return new Grade(FinalAnswer.of(answer).equals(FinalAnswer.of("Answer: " + item.finalAnswer())),
                Steps.statementsHold(answer) && Steps.complete(item, answer));
    }
}
