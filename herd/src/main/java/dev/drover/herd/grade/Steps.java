package dev.drover.herd.grade;

import dev.drover.herd.task.Item;
import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether the working of an answer holds. Two things are looked at: every arithmetic statement in the text, such as
 * {@code 7+8=15, write 5, carry 1}, must be true, and the steps that a correct working has must all be there, in their
 * order, in whatever words they are led from one to the next.
 */
public final class Steps {

    private static final Pattern STATEMENT = Pattern
            .compile("(?<![\\w.:+*-])(-?\\d+(?:[+*-]\\d+)++)=(-?\\d+)(?:, write (\\d+)(, carry 1)?)?");
    private static final Pattern TERM = Pattern.compile("([+-]?)(\\d+(?:\\*\\d+)*+)");

    private Steps() {}

    /** True if every arithmetic statement of the text is true and what is written and carried follows from it. */
    public static boolean statementsHold(String answer) {
        Matcher matcher = STATEMENT.matcher(answer);
        while (matcher.find()) {
            BigInteger result = new BigInteger(matcher.group(2));
            if (!value(matcher.group(1)).equals(result) || !columnHolds(matcher, result)) {
                return false;
            }
        }
        return true;
    }

    private static boolean columnHolds(Matcher matcher, BigInteger result) {
        if (matcher.group(3) == null) {
            return true;
        }
        BigInteger told = new BigInteger((matcher.group(4) == null ? "" : "1") + matcher.group(3));
        return matcher.group(3).length() == 1 && told.equals(result);
    }

    private static BigInteger value(String expression) {
        BigInteger sum = BigInteger.ZERO;
        Matcher terms = TERM.matcher(expression);
        while (terms.find()) {
            BigInteger product = BigInteger.ONE;
            for (String factor : terms.group(2).split("\\*", -1)) {
                product = product.multiply(new BigInteger(factor));
            }
            sum = terms.group(1).equals("-") ? sum.subtract(product) : sum.add(product);
        }
        return sum;
    }

    /** True if the text holds all steps of the item's working, in order. */
    public static boolean complete(Item item, String answer) {
        int from = 0;
        for (String step : item.steps()) {
            int at = answer.indexOf(step, from);
            if (at < 0) {
                return false;
            }
            from = at + step.length();
        }
        return true;
    }
}
