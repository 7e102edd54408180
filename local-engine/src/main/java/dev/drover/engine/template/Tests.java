package dev.drover.engine.template;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** The tests of Jinja: what may stand after {@code is}. */
final class Tests {

    private Tests() {}

    /** Whether a value passes a test. */
    static boolean holds(String name, @Nullable Object value, Named given) {
        Budget.chargeLook(value);
        return switch (name) {
            case "defined" -> !(value instanceof Undefined);
            case "undefined" -> value instanceof Undefined;
            case "none" -> value == null;
            case "string" -> value instanceof Text;
            case "mapping" -> value instanceof Map<?, ?>;
            case "sequence", "iterable" -> value instanceof Text || value instanceof List<?>
                    || value instanceof Map<?, ?> || value instanceof Undefined;
            case "number" -> Values.isNumber(value);
            case "integer" -> value instanceof Long;
            case "float" -> value instanceof Double;
            case "boolean" -> value instanceof Boolean;
            case "true" -> Boolean.TRUE.equals(value);
            case "false" -> Boolean.FALSE.equals(value);
            case "callable" -> value instanceof Callable || value instanceof Undefined;
            case "odd" -> Values.equal(remainder(value, 2L), 1L);
            case "even" -> Values.equal(remainder(value, 2L), 0L);
            case "divisibleby" -> Values.equal(remainder(value, given.needed(0, "num")), 0L);
            case "lower" -> TextMethods.isLower(Values.text(value));
            case "upper" -> TextMethods.isUpper(Values.text(value));
            case "escaped" -> value instanceof Text text && text.isMarkup();
            case "in" -> Values.contains(given.needed(0, "seq"), value);
            case "sameas" -> Values.same(value, given.needed(0, "other"));
            default -> comparison(name, value, given);
        };
    }

    private static @Nullable Object remainder(@Nullable Object value, @Nullable Object divisor) {
        return Arithmetic.apply("%", Values.isNumber(value) ? value : Values.number(value), divisor);
    }

    private static boolean comparison(String name, @Nullable Object value, Named given) {
        Object other = given.get(0, "other");
        return switch (name) {
            case "eq", "equalto", "==" -> Values.equal(value, other);
            case "ne", "!=" -> !Values.equal(value, other);
            case "lt", "lessthan", "<" -> Values.compare(value, other) < 0;
            case "le", "<=" -> Values.compare(value, other) <= 0;
            case "gt", "greaterthan", ">" -> Values.compare(value, other) > 0;
            case "ge", ">=" -> Values.compare(value, other) >= 0;
            default -> throw new IllegalArgumentException("test " + name + " (expected: a test Drover knows)");
        };
    }
}
