package dev.drover.inference.schema;

import dev.drover.inference.grammar.CharacterSet;
import dev.drover.inference.grammar.Expression;
import dev.drover.inference.grammar.Expression.Choice;
import dev.drover.inference.grammar.Expression.OneOf;
import dev.drover.inference.grammar.Expression.Repeat;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Numbers between bounds, as the digits they are written with: digit by digit, a text is still at its lower bound, still at
 * its upper bound, or free. Without exponents, and without a minus before zero.
 */
final class NumberRange {

    /** The largest whole number that is written. */
    static final BigInteger LARGEST = BigInteger.TEN.pow(JsonRules.MOST_DIGITS).subtract(BigInteger.ONE);

    private NumberRange() {}

    /**
     * A bound.
     *
     * @param value the number
     * @param open whether the number itself is outside
     */
    record Bound(BigDecimal value, boolean open) {

        Bound negated() {
            return new Bound(value.negate(), open);
        }
    }

    /**
     * What lies between two bounds.
     *
     * @param low the lower one; null for none
     * @param high the upper one; null for none
     */
    record Range(@Nullable Bound low, @Nullable Bound high) {

        /** This one in pieces, without some numbers. */
        List<Range> without(Collection<BigDecimal> numbers) {
            List<Range> pieces = new ArrayList<>();
            @Nullable
            Bound from = low;
            for (BigDecimal number : new TreeSet<>(numbers)) {
                boolean inside = (low == null || number.compareTo(low.value()) >= 0)
                        && (high == null || number.compareTo(high.value()) <= 0);
                if (inside) {
                    pieces.add(new Range(from, new Bound(number, true)));
                    from = new Bound(number, true);
                }
            }
            pieces.add(new Range(from, high));
            return pieces;
        }
    }

    /** Whole numbers; no text at all where there is none. */
    static Expression integers(@Nullable Bound low, @Nullable Bound high) {
        BigInteger first = low == null ? LARGEST.negate() : ceiling(low);
        BigInteger last = high == null ? LARGEST : ceiling(high.negated()).negate();
        List<Expression> options = new ArrayList<>();
        if (last.signum() >= 0) {
            options.add(whole(first.max(BigInteger.ZERO), last));
        }
        if (first.signum() < 0) {
            options.add(Expression.text("-").then(whole(last.negate().max(BigInteger.ONE), first.negate())));
        }
        return new Choice(options);
    }

    /** The least whole number within a lower bound. */
    static BigInteger ceiling(Bound low) {
        BigInteger up = low.value().setScale(0, RoundingMode.CEILING).toBigInteger();
        boolean itself = low.open() && low.value().compareTo(new BigDecimal(up)) == 0;
        return itself ? up.add(BigInteger.ONE) : up;
    }

    /** Whole numbers from 0. */
    private static Expression whole(BigInteger first, BigInteger last) {
        BigInteger end = last.min(LARGEST);
        List<Expression> options = new ArrayList<>();
        for (BigInteger from = first; from.compareTo(end) <= 0;) {
            int digits = from.toString().length();
            BigInteger to = BigInteger.TEN.pow(digits).subtract(BigInteger.ONE).min(end);
            options.add(digits(from.toString(), to.toString()));
            from = to.add(BigInteger.ONE);
        }
        return new Choice(options);
    }

    /** Numbers of as many digits as both bounds have; a bound that no longer binds is null. */
    private static Expression digits(String low, String high) {
        return digits(low, high, low.length());
    }

    private static Expression digits(@Nullable String low, @Nullable String high, int count) {
        if (count == 0) {
            return Expression.empty();
        }
        if (low == null && high == null) {
            return new Repeat(new OneOf(JsonRules.DIGITS), count, count);
        }
        char first = low == null ? '0' : low.charAt(0);
        char last = high == null ? '9' : high.charAt(0);
        List<Expression> options = new ArrayList<>();
        for (char digit = first; digit <= last; digit++) {
            @Nullable
            String lowRest = low != null && digit == first ? low.substring(1) : null;
            @Nullable
            String highRest = high != null && digit == last ? high.substring(1) : null;
            char to = lowRest == null && highRest == null ? free(digit, last, high != null) : digit;
            options.add(new OneOf(CharacterSet.range(digit, to)).then(digits(lowRest, highRest, count - 1)));
            digit = to;
        }
        return new Choice(options);
    }

    /** The last of the digits from one on that are below the upper bound's. */
    private static char free(char digit, char last, boolean bound) {
        return bound ? (char) Math.max(digit, last - 1) : last;
    }

    /** Numbers with or without a fraction; no text at all where there is none. */
    static Expression numbers(@Nullable Bound low, @Nullable Bound high) {
        Bound zero = new Bound(BigDecimal.ZERO, false);
        Bound aboveZero = new Bound(BigDecimal.ZERO, true);
        List<Expression> options = new ArrayList<>();
        if (high == null || high.value().signum() >= 0) {
            options.add(positive(low == null || low.value().signum() < 0 ? zero : low, high));
        }
        if (low == null || low.value().signum() < 0) {
            Bound nearest = high == null || high.value().signum() >= 0 ? aboveZero : high.negated();
            options.add(Expression.text("-").then(positive(nearest, low == null ? null : low.negated())));
        }
        return new Choice(options);
    }

    /** Numbers from a bound that is at least 0. */
    private static Expression positive(Bound low, @Nullable Bound high) {
        BigInteger lowWhole = low.value().toBigInteger();
        BigInteger highWhole = high == null ? LARGEST.add(BigInteger.ONE) : high.value().toBigInteger();
        Fraction lowest = new Fraction(fraction(low), low.open());
        @Nullable
        Fraction highest = high == null ? null : new Fraction(fraction(high), high.open());
        List<Expression> options = new ArrayList<>();
        if (lowWhole.equals(highWhole)) {
            options.add(Expression.text(lowWhole.toString()).then(behind(lowest, highest)));
            return new Choice(options);
        }
        if (lowWhole.compareTo(highWhole) > 0) {
            return new Choice(options);
        }
        options.add(Expression.text(lowWhole.toString()).then(behind(lowest, null)));
        options.add(whole(lowWhole.add(BigInteger.ONE), highWhole.subtract(BigInteger.ONE)).then(behind(null, null)));
        if (highest != null) {
            options.add(Expression.text(highWhole.toString()).then(behind(null, highest)));
        }
        return new Choice(options);
    }

    private static String fraction(Bound bound) {
        String plain = bound.value().stripTrailingZeros().toPlainString();
        int point = plain.indexOf('.');
        return point < 0 ? "" : plain.substring(point + 1);
    }

    /** The digits of a bound behind the point, without zeros at the end. */
    private record Fraction(String digits, boolean open) {

        Fraction rest() {
            return new Fraction(digits.isEmpty() ? "" : digits.substring(1), open);
        }

        int first() {
            return digits.isEmpty() ? 0 : digits.charAt(0) - '0';
        }

        boolean zero() {
            return digits.isEmpty();
        }
    }

    /** A point with digits, or nothing, which is zero. */
    private static Expression behind(@Nullable Fraction low, @Nullable Fraction high) {
        List<Expression> options = new ArrayList<>();
        if (holdsZero(low, high)) {
            options.add(Expression.empty());
        }
        options.add(Expression.text(".").then(more(low, high, JsonRules.MOST_DIGITS)));
        return new Choice(options);
    }

    /** At least one more digit. */
    private static Expression more(@Nullable Fraction low, @Nullable Fraction high, int count) {
        if (low == null && high == null) {
            return new Repeat(new OneOf(JsonRules.DIGITS), 1, count);
        }
        List<Expression> options = new ArrayList<>();
        for (int digit = low == null ? 0 : low.first(); count > 0
                && digit <= (high == null ? 9 : high.first()); digit++) {
            Fraction lowRest = low != null && digit == low.first() ? bound(low.rest()) : null;
            Fraction highRest = high != null && digit == high.first() ? high.rest() : null;
            List<Expression> next = new ArrayList<>();
            if (holdsZero(lowRest, highRest)) {
                next.add(Expression.empty());
            }
            if (count > 1) {
                next.add(more(lowRest, highRest, count - 1));
            }
            options.add(Expression.text(Integer.toString(digit)).then(new Choice(next)));
        }
        return new Choice(options);
    }

    /** A lower bound; null for one that everything is above. */
    private static @Nullable Fraction bound(Fraction low) {
        return low.zero() && !low.open() ? null : low;
    }

    private static boolean holdsZero(@Nullable Fraction low, @Nullable Fraction high) {
        boolean aboveLow = low == null || (low.zero() && !low.open());
        boolean belowHigh = high == null || !high.zero() || !high.open();
        return aboveLow && belowHigh;
    }
}
