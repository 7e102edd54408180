package dev.drover.gateway.wire;

import dev.drover.inference.InferenceFailure.Rejected;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The fields of a JSON object, each taken with its type and range checked. A field that is absent or {@code null} is
 * null.
 *
 * @param path what stands before a field's name in messages
 * @param object the object
 */
record Fields(String path, JsonNode object) {

    Fields(JsonNode object) {
        this("", object);
    }

    @Nullable
    JsonNode get(String name) {
        JsonNode value = object.get(name);
        return value == null || value.isNull() ? null : value;
    }

    @Nullable
    String text(String name) {
        JsonNode value = get(name);
        if (value != null && !value.isString()) {
            throw wrong(name, value, "a text");
        }
        return value == null ? null : value.stringValue();
    }

    boolean flag(String name) {
        JsonNode value = get(name);
        if (value != null && !value.isBoolean()) {
            throw wrong(name, value, "true or false");
        }
        return value != null && value.booleanValue();
    }

    @Nullable
    JsonNode object(String name) {
        JsonNode value = get(name);
        if (value != null && !value.isObject()) {
            throw wrong(name, value, "an object");
        }
        return value;
    }

    @Nullable
    Double number(String name, double min, double max) {
        JsonNode value = get(name);
        if (value == null) {
            return null;
        }
        double number = value.isNumber() ? value.decimalValue().doubleValue() : Double.NaN;
        if (!(number >= min && number <= max)) {
            throw wrong(name, value, "a number from " + plain(min) + " to " + plain(max));
        }
        return number;
    }

    @Nullable
    Long whole(String name, long min, long max) {
        JsonNode value = get(name);
        if (value == null) {
            return null;
        }
        BigDecimal number = value.isNumber() ? value.decimalValue() : null;
        if (number == null || number.stripTrailingZeros().scale() > 0 || number.precision() - number.scale() > 20
                || number.compareTo(BigDecimal.valueOf(min)) < 0 || number.compareTo(BigDecimal.valueOf(max)) > 0) {
            throw wrong(name, value, range(min, max));
        }
        return number.longValue();
    }

    Rejected missing(String name, String expected) {
        return new Rejected(400, "missing_field", path + name, path + name + ": missing (expected: " + expected + ")");
    }

    Rejected wrong(String name, JsonNode value, String expected) {
        return new Rejected(400, "invalid_value", path + name,
                path + name + ": " + shown(value) + " (expected: " + expected + ")");
    }

    /** What sort of value it is, in words. */
    static String kind(JsonNode value) {
        return value.isArray() ? "a list"
                : value.isObject() ? "an object" : value.isMissingNode() ? "empty" : shown(value);
    }

    private static String shown(JsonNode value) {
        if (value.isContainer()) {
            return value.isEmpty() ? value.toString() : value.isArray() ? "a list of " + value.size() : "an object";
        }
        String text = value.toString();
        return text.length() <= 60 ? text : text.substring(0, 60) + "...";
    }

    private static String range(long min, long max) {
        if (min == Long.MIN_VALUE) {
            return "a whole number";
        }
        return max >= Integer.MAX_VALUE ? "a whole number, at least " + min
                : "a whole number from " + min + " to " + max;
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }
}
