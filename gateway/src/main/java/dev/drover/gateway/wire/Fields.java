package dev.drover.gateway.wire;

import dev.drover.inference.InferenceFailure.Rejected;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * The fields of a JSON object, each taken with its type and range checked. A field that is absent or {@code null} is
 * null.
 *
 * @param path what stands before a field's name in messages
 * @param object the object
 */
public record Fields(String path, JsonNode object) {

    /** The fields of a whole body. */
    public Fields(JsonNode object) {
        this("", object);
    }

    /** What the object itself is called in messages. */
    public String name() {
        return path.isEmpty() ? "body" : path.substring(0, path.length() - 1);
    }

    /** A value of any type. */
    public @Nullable JsonNode get(String name) {
        JsonNode value = object.get(name);
        return value == null || value.isNull() ? null : value;
    }

    /** A text. */
    public @Nullable String text(String name) {
        JsonNode value = get(name);
        if (value != null && !value.isString()) {
            throw wrong(name, value, "a text");
        }
        return value == null ? null : value.stringValue();
    }

    /** A text that must be there. */
    public String required(String name, String expected) {
        String text = text(name);
        if (text == null) {
            throw missing(name, expected);
        }
        return text;
    }

    /** True or false; false when absent. */
    public boolean flag(String name) {
        JsonNode value = get(name);
        if (value != null && !value.isBoolean()) {
            throw wrong(name, value, "true or false");
        }
        return value != null && value.booleanValue();
    }

    /** An object. */
    public @Nullable JsonNode object(String name) {
        JsonNode value = get(name);
        if (value != null && !value.isObject()) {
            throw wrong(name, value, "an object");
        }
        return value;
    }

    /** The fields of an object that must be there. */
    public Fields within(String name, String expected) {
        JsonNode value = get(name);
        if (value == null) {
            throw missing(name, expected);
        }
        if (!value.isObject()) {
            throw wrong(name, value, expected);
        }
        return new Fields(path + name + ".", value);
    }

    /** The fields of each object of a list; none when it is absent. */
    public List<Fields> objects(String name, String expected) {
        List<Fields> objects = new ArrayList<>();
        JsonNode list = list(name);
        for (int i = 0; i < list.size(); i++) {
            if (!list.path(i).isObject()) {
                throw wrong(name + "[" + i + "]", list.path(i), expected);
            }
            objects.add(new Fields(path + name + "[" + i + "].", list.path(i)));
        }
        return objects;
    }

    /** A list of texts, none of them empty; none when it is absent. */
    public List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        JsonNode list = list(name);
        for (int i = 0; i < list.size(); i++) {
            if (!list.path(i).isString() || list.path(i).stringValue().isEmpty()) {
                throw wrong(name + "[" + i + "]", list.path(i), "a text that is not empty");
            }
            texts.add(list.path(i).stringValue());
        }
        return texts;
    }

    private JsonNode list(String name) {
        JsonNode list = get(name);
        if (list == null) {
            return MissingNode.getInstance();
        }
        if (!list.isArray()) {
            throw wrong(name, list, "a list");
        }
        return list;
    }

    /** A number in a range. */
    public @Nullable Double number(String name, double min, double max) {
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

    /** A whole number in a range. */
    public @Nullable Long whole(String name, long min, long max) {
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

    /** The refusal of a request without a field. */
    public Rejected missing(String name, String expected) {
        return new Rejected(400, "missing_field", path + name, path + name + ": missing (expected: " + expected + ")");
    }

    /** The refusal of a field's value. */
    public Rejected wrong(String name, JsonNode value, String expected) {
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
