package dev.drover.herd.task;

import dev.drover.herd.phrasing.Dice;
import dev.drover.herd.phrasing.Grammar;
import dev.drover.herd.phrasing.Words;
import java.util.Map;

/** Whatever the herd cannot do. The content is the kind of question, a line of the grammar. */
final class OtherTask implements Task {

    private static final String RULE = "other";
    private static final String ANSWER = "I can do sums, dates, lists, small programs and my own encyclopedia.";

    @Override
    public Question draw(Dice dice, double hardness) {
        int line = dice.below(Grammar.bundled().size(RULE));
        String prompt = Grammar.bundled()
                .phrase(RULE, line, dice, Map.of("w1", Words.word(dice), "w2", Words.word(dice)));
        return new Question("other:" + line, prompt, new Working(dice).sentence(ANSWER));
    }
}
