package dev.drover.herd.task;

import dev.drover.herd.phrasing.Dice;
import dev.drover.herd.phrasing.Grammar;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Questions that begin in one domain and end in another: a sum whose digits are reversed, counted on or compared. */
final class MixedTask implements Task {

    @Override
    public Question draw(Dice dice, double hardness) {
        int limit = hardness < 0.5 ? 99 : 499;
        int first = dice.between(1, limit);
        int second = dice.between(1, limit);
        return switch (dice.below(3)) {
            case 0 -> reversed(dice, first, second);
            case 1 -> weekday(dice, dice.between(1, 49), dice.between(1, 49));
            default -> larger(dice, first, second);
        };
    }

    private static Question reversed(Dice dice, int first, int second) {
        Working working = new Working(dice);
        ColumnWork.add(working, first, second);
        String sum = String.valueOf(first + second);
        String reversed = new StringBuilder(sum).reverse().toString();
        working.oneOf(List.of(" Digits: ", " Its digits: ", " In digits: "))
                .step(String.join(" ", sum.split("")))
                .words(".")
                .oneOf(List.of(" Backwards: ", " From the last: ", " Turned round: "))
                .step(String.join(" ", reversed.split("")))
                .words(".")
                .answer(reversed);
        return question(dice, "reverse-sum", first, second, Map.of(), List.of(), working);
    }

    private static Question weekday(Dice dice, int first, int second) {
        int day = dice.between(1, 7);
        Working working = new Working(dice);
        working.step(first + "+" + second + "=" + (first + second)).words(". ");
        String end = DatesTask.weekday(working, day, first + second, true);
        working.answer(end);
        return question(dice, "weekday-sum", first, second, Map.of("day", Calendar.day(day)),
                List.of(DatesTask.weekdayKey(day, first + second, true)), working);
    }

    private static Question larger(Dice dice, int first, int second) {
        int sum = first + second;
        int other = Math.max(1, sum + dice.between(1, 60) * (dice.happens(0.5) ? 1 : -1));
        Working working = new Working(dice);
        ColumnWork.add(working, first, second);
        int larger = Math.max(sum, other);
        working.words(" ").step(sum + " or " + other + ": " + larger).words(".").answer(String.valueOf(larger));
        return question(dice, "sort-sums", first, second, Map.of("c", String.valueOf(other)), List.of(), working);
    }

    private static Question question(Dice dice, String rule, int first, int second, Map<String, String> more,
            List<String> worked, Working working) {
        Map<String, String> slots = new HashMap<>(more);
        slots.put("a", String.valueOf(first));
        slots.put("b", String.valueOf(second));
        String key = rule + ":" + Math.min(first, second) + ":" + Math.max(first, second)
                + (more.isEmpty() ? "" : ":" + String.join(":", more.values()));
        List<String> parts = new ArrayList<>(worked);
        parts.add(ArithTask.sumKey(first, second));
        return new Question(key, parts, Grammar.bundled().phrase(rule, dice, slots), working);
    }
}
