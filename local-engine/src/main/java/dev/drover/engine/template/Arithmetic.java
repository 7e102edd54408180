package dev.drover.engine.template;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** What operators do with two values. */
final class Arithmetic {

    private static final int LONGEST = 1 << 20;

    private Arithmetic() {}

    static @Nullable Object apply(String operator, @Nullable Object left, @Nullable Object right) {
        if (operator.equals("~")) {
            return new Text.Builder().add(Values.text(left)).add(Values.text(right)).text();
        }
        if (operator.equals("+") && left instanceof Text one && right instanceof Text other) {
            return one.plus(other);
        }
        if (operator.equals("+") && left instanceof List<?> one && right instanceof List<?> other) {
            if (one.size() + other.size() > LONGEST) {
                throw new IllegalArgumentException("a list of more than " + LONGEST + " items (expected: fewer)");
            }
            Budget.charge(one.size() + other.size());
            List<@Nullable Object> both = new ArrayList<>(one);
            both.addAll(other);
            return alike(one, both);
        }
        if (operator.equals("*") && right instanceof Long times && (left instanceof Text || left instanceof List<?>)) {
            return left instanceof Text text ? repeated(text, times) : alike(left, repeated(Values.items(left), times));
        }
        if (operator.equals("*") && left instanceof Long && (right instanceof Text || right instanceof List<?>)) {
            return apply(operator, right, left);
        }
        if (operator.equals("%") && left instanceof Text format) {
            return TextFormat.percents(format,
                    right instanceof Tuple values ? values : Collections.singletonList(right));
        }
        if (left instanceof Double || right instanceof Double || operator.equals("/")) {
            return decimal(operator, Values.number(left), Values.number(right));
        }
        return whole(operator, Values.integer(left), Values.integer(right));
    }

    private static Text repeated(Text text, long times) {
        if (text.length() > 0 && times > LONGEST / text.length()) {
            throw new IllegalArgumentException(
                    "a text " + times + " times (expected: at most " + LONGEST + " characters in all)");
        }
        Text.Builder builder = new Text.Builder();
        for (long i = 0; i < times && text.length() > 0; i++) {
            builder.add(text);
        }
        return builder.text();
    }

    private static List<@Nullable Object> repeated(List<@Nullable Object> items, long times) {
        if (!items.isEmpty() && times > LONGEST / items.size()) {
            throw new IllegalArgumentException(
                    "a list " + times + " times (expected: at most " + LONGEST + " items in all)");
        }
        List<@Nullable Object> all = new ArrayList<>();
        for (long i = 0; i < times && !items.isEmpty(); i++) {
            Budget.charge(items.size());
            all.addAll(items);
        }
        return all;
    }

    private static Object decimal(String operator, double left, double right) {
        if (right == 0 && (operator.equals("/") || operator.equals("//") || operator.equals("%"))) {
            throw new IllegalArgumentException("a division by zero");
        }
        return switch (operator) {
            case "+" -> left + right;
            case "-" -> left - right;
            case "*" -> left * right;
            case "/" -> left / right;
            case "//" -> Math.rint((left - remainder(left, right)) / right);
            case "%" -> remainder(left, right);
            default -> power(left, right);
        };
    }

    /** Has the sign of the divisor, and is exact. */
    private static double remainder(double left, double right) {
        double remainder = left % right;
        return remainder != 0 && remainder < 0 != right < 0 ? remainder + right : remainder;
    }

    private static double power(double base, double exponent) {
        double power = Math.pow(base, exponent);
        if (!Double.isFinite(power) && Double.isFinite(base) && Double.isFinite(exponent)) {
            throw new IllegalArgumentException(Values.decimal(base) + " ** " + Values.decimal(exponent)
                    + " (expected: a power that is a number and not too large)");
        }
        return power;
    }

    private static Object whole(String operator, long left, long right) {
        if (right == 0 && (operator.equals("//") || operator.equals("%"))) {
            throw new IllegalArgumentException("a division by zero");
        }
        try {
            return switch (operator) {
                case "+" -> Math.addExact(left, right);
                case "-" -> Math.subtractExact(left, right);
                case "*" -> Math.multiplyExact(left, right);
                case "//" -> Math.floorDivExact(left, right);
                case "%" -> Math.floorMod(left, right);
                default -> right < 0 ? (Object) power((double) left, (double) right) : (Object) power(left, right);
            };
        } catch (ArithmeticException tooLarge) {
            throw new IllegalArgumentException(
                    left + " " + operator + " " + right + " (expected: a result of at most 64 bits)", tooLarge);
        }
    }

    /** A value with the sign turned round. */
    static Object negative(@Nullable Object value) {
        return value instanceof Double number ? (Object) (-number) : whole("-", 0, Values.integer(value));
    }

    /** By squares. */
    private static long power(long base, long exponent) {
        long power = 1;
        long square = base;
        for (long left = exponent; left > 0; left >>= 1) {
            if ((left & 1) == 1) {
                power = Math.multiplyExact(power, square);
            }
            square = left > 1 ? Math.multiplyExact(square, square) : square;
        }
        return power;
    }

    /** What is made of a tuple is a tuple. */
    private static Object alike(Object model, List<@Nullable Object> items) {
        return model instanceof Tuple ? new Tuple(items) : items;
    }
}
