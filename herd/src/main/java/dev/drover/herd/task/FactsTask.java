package dev.drover.herd.task;

import dev.drover.herd.phrasing.Dice;
import dev.drover.herd.phrasing.Disguise;
import dev.drover.herd.phrasing.Grammar;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Questions on the encyclopedia. A fact must have been seen to be known, so the content that is split is the wording of
 * the question: of each rule some lines are trained on and others never, while every person is met in training.
 */
final class FactsTask implements Task {

    private record Kind(String rule, Function<Person, String> value) {}

    private static final List<Kind> KINDS = List.of(new Kind("fact-place", Person::town),
            new Kind("fact-year", person -> String.valueOf(person.year())), new Kind("fact-trade", Person::trade),
            new Kind("fact-instrument", Person::instrument));
    private static final double ALL = 0.06;

    @Override
    public Question draw(Dice dice, double hardness) {
        Person person = dice.pick(Encyclopedia.people());
        Working working = new Working(dice);
        working.step(person.sentence().substring(0, person.sentence().length() - 1)).words(".");
        boolean all = dice.happens(ALL);
        Kind kind = dice.pick(KINDS);
        String rule = all ? "fact-all" : kind.rule;
        int line = dice.below(Grammar.bundled().size(rule));
        String prompt = Grammar.bundled().phrase(rule, line, dice, Map.of("who", Disguise.protect(person.name())));
        working.answer(all ? person.description() : kind.value.apply(person));
        return new Question(rule + ":wording-" + line, prompt, working);
    }
}
