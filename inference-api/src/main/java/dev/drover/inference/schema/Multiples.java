package dev.drover.inference.schema;

import dev.drover.inference.grammar.CharacterSet;
import dev.drover.inference.grammar.Expression;
import dev.drover.inference.grammar.Expression.Choice;
import dev.drover.inference.grammar.Expression.OneOf;
import dev.drover.inference.grammar.Expression.Rule;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Multiples of a step, as the digits they are written with. Few of them between two bounds are listed. Else a rule for each
 * number of digits that may still come and each remainder of those written: {@code 10 r + d} is what follows remainder r and
 * digit d. With c digits to come and step s only the remainder by {@code s / gcd(s, 10^c)} matters, so factors of two and five
 * cost next to nothing.
 *
 * <p>
 * A step of {@code a / 10^k} is one of {@code a} for numbers whose point stands k digits further right: behind the point there
 * may be up to k digits. As in {@link NumberRange} there are no exponents, and no minus before zero.
 */
final class Multiples {

    private static final int MOST_LISTED = 1000;
    private static final BigInteger LARGEST_PART = BigInteger.valueOf(128);
    private static final int MOST_PLACES = 9;

    private final String path;
    private final String prefix;
    private final int places;
    private final BigInteger step;
    private final Map<String, Expression> rules;
    private final Set<String> none = new HashSet<>();

    private Multiples(String path, BigDecimal step, boolean whole, Map<String, Expression> rules) {
        BigDecimal plain = step.stripTrailingZeros();
        int scale = Math.max(0, plain.scale());
        BigInteger unscaled = plain.setScale(scale, RoundingMode.UNNECESSARY).unscaledValue();
        this.path = path;
        this.prefix = path + "/multipleOf " + (whole ? "i" : "n");
        this.places = whole ? 0 : scale;
        this.step = whole ? unscaled.divide(unscaled.gcd(BigInteger.TEN.pow(scale))) : unscaled;
        this.rules = rules;
    }

    /**
     * The multiples of a step in some ranges.
     *
     * @param step above 0
     * @param whole whether only whole numbers
     * @param ranges the ranges
     * @param path the schema's, for messages and the names of rules
     * @param rules to which rules are added
     * @throws InvalidSchema when there is no multiple, or no rule for the step
     */
    static Expression of(BigDecimal step, boolean whole, List<NumberRange.Range> ranges, String path,
            Map<String, Expression> rules) {
        if (step.signum() <= 0) {
            throw new InvalidSchema(path + "/multipleOf", step.toString(), "a number above 0");
        }
        Multiples multiples = new Multiples(path, step, whole, rules);
        List<Expression> options = ranges.stream().flatMap(range -> multiples.options(range).stream()).toList();
        if (options.isEmpty()) {
            throw new InvalidSchema(path + "/multipleOf", step.toString(), "a step with a multiple between the bounds");
        }
        return new Choice(options);
    }

    private List<Expression> options(NumberRange.Range range) {
        NumberRange.Bound low = range.low();
        NumberRange.Bound high = range.high();
        BigDecimal one = new BigDecimal(step, places);
        if (low != null && high != null
                && high.value().subtract(low.value()).compareTo(one.multiply(BigDecimal.valueOf(MOST_LISTED))) <= 0) {
            return listed(one, low, high);
        }
        if (part(step).compareTo(LARGEST_PART) > 0 || places > MOST_PLACES) {
            throw new InvalidSchema(path + "/multipleOf", one.toString(),
                    "a step of up to " + MOST_PLACES + " places that is at most " + LARGEST_PART
                            + " without its factors of 2 and 5, or bounds with at most " + MOST_LISTED
                            + " multiples between them");
        }
        if (places > 0 && !(isWhole(low) && isWhole(high))) {
            throw new InvalidSchema(path + "/multipleOf", "given beside bounds with fractions",
                    "whole numbers as bounds, or at most " + MOST_LISTED + " multiples between them");
        }
        return written(low, high);
    }

    /** What is left of a step without its factors of two and five. */
    private static BigInteger part(BigInteger step) {
        return step.divide(step.gcd(BigInteger.TEN.pow(64)));
    }

    private static boolean isWhole(NumberRange.@Nullable Bound bound) {
        return bound == null || bound.value().stripTrailingZeros().scale() <= 0;
    }

    private static List<Expression> listed(BigDecimal one, NumberRange.Bound low, NumberRange.Bound high) {
        List<Expression> options = new ArrayList<>();
        BigDecimal number = low.value().divide(one, 0, RoundingMode.CEILING).multiply(one);
        for (; number.compareTo(high.value()) <= 0; number = number.add(one)) {
            boolean outside = (low.open() && number.compareTo(low.value()) == 0)
                    || (high.open() && number.compareTo(high.value()) == 0);
            if (!outside) {
                options.add(Expression.text(number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString()));
            }
        }
        return options;
    }

    private List<Expression> written(NumberRange.@Nullable Bound low, NumberRange.@Nullable Bound high) {
        NumberRange.Bound zero = new NumberRange.Bound(BigDecimal.ZERO, false);
        NumberRange.Bound aboveZero = new NumberRange.Bound(BigDecimal.ZERO, true);
        List<Expression> options = new ArrayList<>();
        if (high == null || high.value().signum() >= 0) {
            options.addAll(positive(low == null || low.value().signum() < 0 ? zero : low, high));
        }
        if (low == null || low.value().signum() < 0) {
            NumberRange.Bound nearest = high == null || high.value().signum() >= 0 ? aboveZero : high.negated();
            positive(nearest, low == null ? null : low.negated())
                    .forEach(number -> options.add(Expression.text("-").then(number)));
        }
        return options;
    }

    /** Those from a bound on that is at least 0. */
    private List<Expression> positive(NumberRange.Bound low, NumberRange.@Nullable Bound high) {
        BigInteger first = NumberRange.ceiling(low);
        BigInteger last = high == null ? NumberRange.LARGEST : NumberRange.ceiling(high.negated()).negate();
        List<Expression> options = new ArrayList<>();
        if (places == 0) {
            return whole(first, last);
        }
        boolean closed = high != null && !high.open();
        BigInteger least = low.value().toBigInteger();
        if (low.open() && (high == null || high.value().compareTo(low.value()) > 0)) {
            add(options, least, fraction(remainder(least), 0, true));
        }
        options.addAll(whole(first, closed ? last.subtract(BigInteger.ONE) : last));
        if (closed && last.compareTo(first) >= 0 && ends(remainder(last), 0)) {
            options.add(Expression.text(last.toString()));
        }
        return options;
    }

    private static void add(List<Expression> options, BigInteger number, @Nullable Expression rest) {
        if (rest != null) {
            options.add(Expression.text(number.toString()).then(rest));
        }
    }

    private BigInteger remainder(BigInteger number) {
        return number.mod(step);
    }

    /** Those with whole parts from one to another, with whatever may stand behind the point. */
    private List<Expression> whole(BigInteger first, BigInteger last) {
        List<Expression> options = new ArrayList<>();
        BigInteger end = last.min(NumberRange.LARGEST);
        for (BigInteger from = first; from.compareTo(end) <= 0;) {
            int digits = from.toString().length();
            BigInteger to = BigInteger.TEN.pow(digits).subtract(BigInteger.ONE).min(end);
            Expression some = digits(from.toString(), to.toString(), digits, BigInteger.ZERO);
            if (some != null) {
                options.add(some);
            }
            from = to.add(BigInteger.ONE);
        }
        return options;
    }

    /** So many more digits before the point, behind a remainder, between bounds, null for those that no longer bind; null for none. */
    private @Nullable Expression digits(@Nullable String low, @Nullable String high, int count, BigInteger remainder) {
        if (count == 0) {
            return rest(remainder);
        }
        if (low == null && high == null) {
            return free(count, remainder);
        }
        char first = low == null ? '0' : low.charAt(0);
        char last = high == null ? '9' : high.charAt(0);
        List<Expression> options = new ArrayList<>();
        for (char digit = first; digit <= last; digit++) {
            Expression next = digits(low != null && digit == first ? low.substring(1) : null,
                    high != null && digit == last ? high.substring(1) : null, count - 1,
                    follow(remainder, digit - '0'));
            add(options, BigInteger.valueOf(digit - '0'), next);
        }
        return options.isEmpty() ? null : new Choice(options);
    }

    private BigInteger follow(BigInteger remainder, int digit) {
        return remainder.multiply(BigInteger.TEN).add(BigInteger.valueOf(digit)).mod(step);
    }

    /** So many more digits, whichever. */
    private @Nullable Expression free(int count, BigInteger remainder) {
        BigInteger kind = remainder.mod(step.divide(step.gcd(BigInteger.TEN.pow(count + places))));
        String name = prefix + count + " " + kind;
        if (none.contains(name)) {
            return null;
        }
        if (!rules.containsKey(name)) {
            Map<Expression, CharacterSet> next = new LinkedHashMap<>();
            for (int digit = 0; digit < 10; digit++) {
                BigInteger after = follow(kind, digit);
                Expression follows = count == 1 ? rest(after) : free(count - 1, after);
                if (follows != null) {
                    next.merge(follows, CharacterSet.range('0' + digit, '0' + digit), CharacterSet::or);
                }
            }
            if (next.isEmpty()) {
                none.add(name);
                return null;
            }
            List<Expression> options = new ArrayList<>();
            next.forEach((follows, characters) -> options.add(new OneOf(characters).then(follows)));
            rules.put(name, new Choice(options));
        }
        return new Rule(name);
    }

    /** What may stand behind the last digit before the point; null for none. */
    private @Nullable Expression rest(BigInteger remainder) {
        return places == 0 ? ends(remainder, 0) ? Expression.empty() : null : fraction(remainder, 0, false);
    }

    /** Whether a number may end behind so many places. */
    private boolean ends(BigInteger remainder, int place) {
        return remainder.multiply(BigInteger.TEN.pow(places - place)).mod(step).signum() == 0;
    }

    /** Places behind the point, from one on, or the end; null for none. */
    private @Nullable Expression fraction(BigInteger remainder, int place, boolean notZero) {
        BigInteger kind = remainder.mod(step.divide(step.gcd(BigInteger.TEN.pow(places - place))));
        String name = prefix + "." + place + " " + kind + (notZero ? "+" : "");
        if (none.contains(name)) {
            return null;
        }
        if (!rules.containsKey(name)) {
            List<Expression> more = new ArrayList<>();
            for (int digit = 0; place < places && digit < 10; digit++) {
                add(more, BigInteger.valueOf(digit), fraction(follow(kind, digit), place + 1, notZero && digit == 0));
            }
            List<Expression> options = new ArrayList<>();
            if (!notZero && ends(kind, place)) {
                options.add(Expression.empty());
            }
            if (!more.isEmpty()) {
                options.add(place == 0 ? Expression.text(".").then(new Choice(more)) : new Choice(more));
            }
            if (options.isEmpty()) {
                none.add(name);
                return null;
            }
            rules.put(name, new Choice(options));
        }
        return new Rule(name);
    }
}
