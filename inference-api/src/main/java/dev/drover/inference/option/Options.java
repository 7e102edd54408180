package dev.drover.inference.option;

import java.util.Map;

/**
 * Option values that fit their schema, with defaults filled in.
 *
 * @param schema what they fit
 * @param given the values that were given
 */
public record Options(OptionSchema schema, Map<String, Object> given) {

    /** A number. */
    public double number(String name) {
        return ((Number) value(name)).doubleValue();
    }

    /** A whole number. */
    public int integer(String name) {
        return ((Number) value(name)).intValue();
    }

    /** True or false. */
    public boolean flag(String name) {
        return (Boolean) value(name);
    }

    /** Whether a number's place is taken by a word. */
    public boolean says(String name, String word) {
        return value(name).equals(word);
    }

    /** A text. */
    public String text(String name) {
        return (String) value(name);
    }

    private Object value(String name) {
        Option option = schema.find(name);
        if (option == null) {
            throw new IllegalArgumentException("option: " + name + " (expected: one of the schema's)");
        }
        Object value = given.getOrDefault(name, option.otherwise());
        if (value == null) {
            throw new IllegalArgumentException("option: " + name + " has neither value nor default");
        }
        return value;
    }
}
