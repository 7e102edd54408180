package dev.drover.engine.template;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/** What Python does with values: truth, equality, order, length, printing. */
final class Values {

    private static final int DEEPEST = 50;

    private Values() {}

    /**
     * A value from outside as the evaluator knows it; its strings are foreign.
     *
     * @throws IllegalArgumentException for a type a template cannot work with
     */
    static @Nullable Object foreign(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case String string -> {
                Budget.grant(string.length());
                yield Text.foreign(string);
            }
            case Integer number -> number.longValue();
            case Float number -> number.doubleValue();
            case Map<?, ?> map -> {
                Map<Object, @Nullable Object> copy = new java.util.LinkedHashMap<>();
                map.forEach((key, item) -> copy.put(
                        key instanceof String name ? Text.foreign(name) : Objects.requireNonNull(key), foreign(item)));
                yield copy;
            }
            case Collection<?> items -> {
                List<@Nullable Object> copy = new ArrayList<>();
                items.forEach(item -> copy.add(foreign(item)));
                yield copy;
            }
            case Boolean truth -> truth;
            case Long number -> number;
            case Double number -> number;
            case Text text -> text;
            case Callable callable -> callable;
            case Undefined undefined -> undefined;
            default -> throw new IllegalArgumentException(
                    "variable: " + value.getClass().getName() + " (expected: text, number, flag, list or map)");
        };
    }

    static boolean truth(@Nullable Object value) {
        return switch (value) {
            case null -> false;
            case Boolean truth -> truth;
            case Long number -> number != 0;
            case Double number -> number != 0;
            case Text text -> text.length() > 0;
            case Generated ignored -> true;
            case List<?> list -> !list.isEmpty();
            case Map<?, ?> map -> !map.isEmpty();
            case Undefined ignored -> false;
            default -> true;
        };
    }

    static boolean equal(@Nullable Object left, @Nullable Object right) {
        if (left instanceof Text one && right instanceof Text other) {
            Budget.chargeLook(one.length() < other.length() ? one : other);
            return one.equals(other);
        }
        Budget.charge(1);
        if (isNumber(left) && isNumber(right)) {
            return compare(left, right) == 0 && !isNan(left);
        }
        if (left instanceof Map<?, ?> one && right instanceof Map<?, ?> other) {
            return one.size() == other.size() && one.entrySet()
                    .stream()
                    .allMatch(entry -> other.containsKey(entry.getKey())
                            && equal(entry.getValue(), other.get(entry.getKey())));
        }
        if (left instanceof List<?> one && right instanceof List<?> other) {
            if (one.size() != other.size()) {
                return false;
            }
            for (int i = 0; i < one.size(); i++) {
                if (!equal(one.get(i), other.get(i))) {
                    return false;
                }
            }
            return true;
        }
        return (left instanceof Undefined && right instanceof Undefined) || same(left, right);
    }

    private static boolean isNan(@Nullable Object value) {
        return value instanceof Double number && number.isNaN();
    }

    static int compare(@Nullable Object left, @Nullable Object right) {
        Budget.charge(1);
        if (left instanceof Long one && right instanceof Long other) {
            return Long.compare(one, other);
        }
        if (isNumber(left) && isNumber(right)) {
            return Double.compare(number(left) + 0.0, number(right) + 0.0);
        }
        if (left instanceof Text one && right instanceof Text other) {
            Budget.chargeLook(one.length() < other.length() ? one : other);
            return one.compareTo(other);
        }
        if (left instanceof List<?> one && right instanceof List<?> other) {
            for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
                int order = compare(one.get(i), other.get(i));
                if (order != 0) {
                    return order;
                }
            }
            return Integer.compare(one.size(), other.size());
        }
        throw new IllegalArgumentException(kind(left) + " and " + kind(right) + " (expected: values with an order)");
    }

    static boolean contains(@Nullable Object container, @Nullable Object item) {
        return switch (container) {
            case Text text when item instanceof Text part -> text.contains(part.string());
            case Map<?, ?> map -> item != null && map.containsKey(key(item));
            case List<?> list -> list.stream().anyMatch(one -> equal(one, item));
            case Undefined ignored -> false;
            case null, default ->
                throw new IllegalArgumentException(kind(container) + " (expected: something to look in)");
        };
    }

    /** A value by which a map finds something; a list or a map cannot be one. */
    static Object key(@Nullable Object value) {
        if (value == null || !isScalar(value)) {
            throw new IllegalArgumentException(kind(value) + " (expected: a key of a map)");
        }
        return value;
    }

    /** Whether two values are the very same; texts and numbers are if they are of one kind and equal. */
    @SuppressWarnings("ReferenceEquality") // which is what is asked for
    static boolean same(@Nullable Object left, @Nullable Object right) {
        return left == right || (isScalar(left) && Objects.equals(left, right));
    }

    private static boolean isScalar(@Nullable Object value) {
        return !(value instanceof List<?> || value instanceof Map<?, ?> || value instanceof Callable);
    }

    static boolean isNumber(@Nullable Object value) {
        return value instanceof Long || value instanceof Double || value instanceof Boolean;
    }

    static double number(@Nullable Object value) {
        return switch (value) {
            case Long number -> number;
            case Double number -> number;
            case Boolean truth -> truth ? 1 : 0;
            case null, default -> throw new IllegalArgumentException(kind(value) + " (expected: a number)");
        };
    }

    static long integer(@Nullable Object value) {
        return switch (value) {
            case Long number -> number;
            case Boolean truth -> truth ? 1 : 0;
            case null, default -> throw new IllegalArgumentException(kind(value) + " (expected: a whole number)");
        };
    }

    /** A number without its fraction. */
    static long whole(@Nullable Object value) {
        double number = value instanceof Double decimal ? decimal : 0;
        if (Double.isNaN(number) || Math.abs(number) >= 0x1p63) {
            throw new IllegalArgumentException(decimal(number) + " (expected: a whole number of 64 bits)");
        }
        return value instanceof Double ? (long) number : integer(value);
    }

    /** A place in something of some size, counted from the end if negative; another place if there is no value. */
    static int place(@Nullable Object value, int size, int otherwise) {
        if (value == null || value instanceof Undefined) {
            return otherwise;
        }
        long at = integer(value);
        return Math.clamp(at < 0 ? at + size : at, 0, size);
    }

    static long length(@Nullable Object value) {
        return switch (value) {
            case Text text -> text.count();
            case Generated ignored ->
                throw new IllegalArgumentException("what a filter lets through (expected: something with a length)");
            case List<?> list -> list.size();
            case Map<?, ?> map -> map.size();
            case Undefined ignored -> 0;
            case null, default ->
                throw new IllegalArgumentException(kind(value) + " (expected: something with a length)");
        };
    }

    /** What a loop over a value goes through. */
    static List<@Nullable Object> items(@Nullable Object value) {
        List<@Nullable Object> items = unpaid(value);
        Budget.charge(items.size());
        return items;
    }

    private static List<@Nullable Object> unpaid(@Nullable Object value) {
        return switch (value) {
            case List<?> list -> new ArrayList<>(list);
            case Map<?, ?> map -> new ArrayList<>(map.keySet());
            case Text text -> {
                List<@Nullable Object> characters = new ArrayList<>();
                for (int at = 0; at < text.length(); at = text.string().offsetByCodePoints(at, 1)) {
                    characters.add(text.slice(at, text.string().offsetByCodePoints(at, 1)));
                }
                yield characters;
            }
            case Undefined ignored -> new ArrayList<>();
            case null, default ->
                throw new IllegalArgumentException(kind(value) + " (expected: something to go through)");
        };
    }

    /** A value as it is printed. */
    static Text text(@Nullable Object value) {
        return value instanceof Text text ? text : print(value, false, 0);
    }

    private static Text print(@Nullable Object value, boolean quoted, int depth) {
        if (depth > DEEPEST) {
            throw new IllegalArgumentException("a value nested too deep (expected: at most " + DEEPEST + " levels)");
        }
        return switch (value) {
            case null -> Text.own("None");
            case Boolean truth -> Text.own(truth ? "True" : "False");
            case Long number -> Text.own(Long.toString(number));
            case Double number -> Text.own(decimal(number));
            case Text text -> quoted ? quoted(text) : text;
            case Undefined ignored -> quoted ? Text.own("Undefined") : Text.EMPTY;
            case List<?> list -> {
                boolean tuple = list instanceof Tuple;
                Text.Builder builder = new Text.Builder().own(tuple ? "(" : "[");
                for (int i = 0; i < list.size(); i++) {
                    builder.own(i > 0 ? ", " : "").add(print(list.get(i), true, depth + 1));
                }
                yield builder.own(!tuple ? "]" : list.size() == 1 ? ",)" : ")").text();
            }
            case Map<?, ?> map -> {
                Text.Builder builder = new Text.Builder().own("{");
                boolean first = true;
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    builder.own(first ? "" : ", ")
                            .add(print(entry.getKey(), true, depth + 1))
                            .own(": ")
                            .add(print(entry.getValue(), true, depth + 1));
                    first = false;
                }
                yield builder.own("}").text();
            }
            default -> Text.own("<" + kind(value) + ">");
        };
    }

    private static Text quoted(Text text) {
        String quote = text.string().contains("'") && !text.string().contains("\"") ? "\"" : "'";
        Text escaped = text.escaped(character -> switch (character) {
            case '\\' -> "\\\\";
            case '\n' -> "\\n";
            case '\t' -> "\\t";
            case '\r' -> "\\r";
            case '\'' -> quote.equals("'") ? "\\'" : null;
            case 0xAD -> "\\xad";
            default -> character < ' ' || (character >= 0x7F && character <= 0xA0) ? String.format("\\x%02x", character)
                    : null;
        });
        return new Text.Builder().own(quote).add(escaped).own(quote).text();
    }

    /** A number with a fraction as Python writes it. */
    static String decimal(double number) {
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            return Double.isNaN(number) ? "nan" : number > 0 ? "inf" : "-inf";
        }
        double size = Math.abs(number);
        if (size == 0) {
            return Double.toString(number);
        }
        if (size < 1e-4 || size >= 1e16) {
            String[] parts = Double.toString(number).split("E", 2);
            int exponent = Integer.parseInt(parts[1]);
            String digits = parts[0].endsWith(".0") ? parts[0].substring(0, parts[0].length() - 2) : parts[0];
            return digits + (exponent < 0 ? "e-" : "e+") + (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
        }
        String plain = new BigDecimal(Double.toString(number)).stripTrailingZeros().toPlainString();
        return plain.contains(".") ? plain : plain + ".0";
    }

    /** What kind of value it is, for messages. */
    static String kind(@Nullable Object value) {
        return switch (value) {
            case null -> "none";
            case Text ignored -> "a text";
            case Long ignored -> "a whole number";
            case Double ignored -> "a number";
            case Boolean ignored -> "a flag";
            case List<?> ignored -> "a list";
            case Map<?, ?> ignored -> "a map";
            case Undefined(String what) -> "'" + what + "', which is undefined,";
            default -> "a function";
        };
    }
}
