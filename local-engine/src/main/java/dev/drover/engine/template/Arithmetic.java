package dev.drover.engine.template;

import java.util.ArrayList;
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
            return new Text.Builder().add(one).add(other).text();
        }
        if (operator.equals("+") && left instanceof List<?> one && right instanceof List<?> other) {
            List<@Nullable Object> both = new ArrayList<>(one);
            both.addAll(other);
            return both;
        }
        if (operator.equals("*") && left instanceof Text text && right instanceof Long times) {
            return repeated(text, times);
        }
        if (operator.equals("%") && left instanceof Text format) {
            return Methods.formatted(format,
                    right instanceof List<?> list ? new ArrayList<>(list) : java.util.Collections.singletonList(right));
        }
        if (left instanceof Double || right instanceof Double || operator.equals("/")) {
            return decimal(operator, Values.number(left), Values.number(right));
        }
        return whole(operator, Values.integer(left), Values.integer(right));
    }

    private static Text repeated(Text text, long times) {
        if (times * text.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "a text of " + times * text.length() + " characters (expected: at most " + LONGEST + ")");
        }
        Text.Builder builder = new Text.Builder();
        for (long i = 0; i < times; i++) {
            builder.add(text);
        }
        return builder.text();
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
            case "//" -> Math.floor(left / right);
            case "%" -> left - Math.floor(left / right) * right;
            default -> Math.pow(left, right);
        };
    }

    private static Object whole(String operator, long left, long right) {
        if (right == 0 && (operator.equals("//") || operator.equals("%"))) {
            throw new IllegalArgumentException("a division by zero");
        }
        return switch (operator) {
            case "+" -> left + right;
            case "-" -> left - right;
            case "*" -> left * right;
            case "//" -> Math.floorDiv(left, right);
            case "%" -> Math.floorMod(left, right);
            default -> {
                double power = Math.pow((double) left, (double) right);
                yield right < 0 ? (Object) power : (Object) (long) power;
            }
        };
    }
}
