package dev.drover.herd.task;

import dev.drover.herd.phrasing.Dice;
import dev.drover.herd.phrasing.Grammar;
import java.util.List;
import java.util.Map;

/** Amounts of two units told in the smaller one, and amounts of the smaller one told in both. */
final class UnitsTask implements Task {

    private record Pair(String big, String bigs, String small, String smalls, int factor) {}

    private static final List<Pair> PAIRS = List.of(new Pair("hour", "hours", "minute", "minutes", 60),
            new Pair("minute", "minutes", "second", "seconds", 60), new Pair("day", "days", "hour", "hours", 24),
            new Pair("week", "weeks", "day", "days", 7), new Pair("year", "years", "month", "months", 12),
            new Pair("foot", "feet", "inch", "inches", 12), new Pair("yard", "yards", "foot", "feet", 3),
            new Pair("dozen", "dozen", "egg", "eggs", 12),
            new Pair("metre", "metres", "centimetre", "centimetres", 100),
            new Pair("km", "km", "metre", "metres", 1000), new Pair("kg", "kg", "gram", "grams", 1000),
            new Pair("euro", "euros", "cent", "cents", 100));
    private static final List<String> SO = List.of(" So ", " That is ", " This makes ", " We get ");

    @Override
    public Question draw(Dice dice, double hardness) {
        Pair pair = dice.pick(PAIRS);
        int bigs = dice.between(1, 9 + (int) (hardness * 30));
        int rest = dice.happens(0.25) ? 0 : dice.between(1, pair.factor - 1);
        return dice.happens(0.6) ? toSmall(dice, pair, bigs, rest) : toBig(dice, pair, bigs, rest);
    }

    private static Question toSmall(Dice dice, Pair pair, int bigs, int rest) {
        Working working = new Working(dice);
        int product = bigs * pair.factor;
        working.step("1 " + pair.big + " is " + pair.factor + " " + pair.smalls).words(".");
        times(working, bigs, pair.factor);
        if (rest > 0) {
            working.words(" ").step(product + "+" + rest + "=" + (product + rest)).words(".");
        }
        String answer = amount(product + rest, pair.small, pair.smalls);
        working.oneOf(SO).step(answer).words(".").answer(answer);
        String prompt = Grammar.bundled()
                .phrase("to-small", dice,
                        Map.of("small", pair.smalls, "amount", both(pair, bigs, rest, dice.pick(" and ", " "))));
        return new Question("unit:" + pair.small + ":" + bigs + ":" + rest, prompt, working);
    }

    private static void times(Working working, int bigs, int factor) {
        boolean parts = bigs > 10 && factor % 10 != 0;
        if (parts) {
            int tens = bigs / 10 * 10;
            working.words(" ").step(tens + "*" + factor + "=" + tens * factor).words(".");
            if (bigs > tens) {
                working.words(" ")
                        .step((bigs - tens) + "*" + factor + "=" + (bigs - tens) * factor)
                        .words(", ")
                        .step(tens * factor + "+" + (bigs - tens) * factor + "=" + bigs * factor)
                        .words(".");
            }
        } else {
            working.words(" ").step(bigs + "*" + factor + "=" + bigs * factor).words(".");
        }
    }

    private static Question toBig(Dice dice, Pair pair, int bigs, int rest) {
        Working working = new Working(dice);
        int total = bigs * pair.factor + rest;
        working.step("1 " + pair.big + " is " + pair.factor + " " + pair.smalls).words(".");
        working.words(" ").step(bigs + "*" + pair.factor + "=" + bigs * pair.factor).words(".");
        working.words(" ").step(total + "-" + bigs * pair.factor + "=" + rest).words(".");
        String answer = both(pair, bigs, rest, " ");
        working.oneOf(SO).step(answer).words(".").answer(answer);
        String units = pair.bigs + dice.pick("", " and " + pair.smalls);
        String prompt = Grammar.bundled()
                .phrase("to-big", dice, Map.of("bigs", units, "amount", amount(total, pair.small, pair.smalls)));
        return new Question("unit:" + pair.big + ":" + total, prompt, working);
    }

    private static String both(Pair pair, int bigs, int rest, String joint) {
        String whole = amount(bigs, pair.big, pair.bigs);
        return rest == 0 ? whole : whole + joint + amount(rest, pair.small, pair.smalls);
    }

    private static String amount(int number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }
}
