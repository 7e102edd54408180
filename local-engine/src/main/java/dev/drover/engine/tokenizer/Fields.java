package dev.drover.engine.tokenizer;

import dev.drover.engine.gguf.InvalidModelFile;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A model file's metadata, read by type. What is of another type, or absent and needed, is refused with its key.
 *
 * @param values by key
 */
record Fields(Map<String, Object> values) {

    /** A text; null if absent. */
    @Nullable
    String text(String key) {
        return typed(key, String.class, "a text");
    }

    /** Texts; none if absent. */
    List<String> texts(String key) {
        List<?> list = typed(key, List.class, "texts");
        if (list == null) {
            return List.of();
        }
        return list.stream().map(each -> {
            if (!(each instanceof String text)) {
                throw refusal(key, String.valueOf(each), "texts");
            }
            return text;
        }).toList();
    }

    /** A truth; the alternative if absent. */
    boolean truth(String key, boolean otherwise) {
        Boolean value = typed(key, Boolean.class, "true or false");
        return value == null ? otherwise : value;
    }

    /** Whole numbers, one for each token; null if absent. */
    int @Nullable [] integers(String key, int size) {
        int[] numbers = typed(key, int[].class, "whole numbers");
        if (numbers != null && numbers.length != size) {
            throw refusal(key, numbers.length + " numbers", size + ", as many as there are tokens");
        }
        return numbers;
    }

    /** Numbers, one for each token, none of them NaN; null if absent. */
    float @Nullable [] numbers(String key, int size) {
        float[] numbers = typed(key, float[].class, "numbers");
        if (numbers == null) {
            return null;
        }
        if (numbers.length != size) {
            throw refusal(key, numbers.length + " numbers", size + ", as many as there are tokens");
        }
        for (float number : numbers) {
            if (Float.isNaN(number)) {
                throw refusal(key, number, "numbers that can be compared");
            }
        }
        return numbers;
    }

    /** A token's id; -1 if absent. */
    int token(String key, int size) {
        Number number = typed(key, Number.class, "a token's id");
        if (number == null) {
            return -1;
        }
        if (number instanceof Float || number instanceof Double || number.longValue() < 0
                || number.longValue() >= size) {
            throw refusal(key, number, "0 to " + (size - 1));
        }
        return number.intValue();
    }

    /** The refusal of a value. */
    static InvalidModelFile refusal(String key, Object value, String expected) {
        return new InvalidModelFile("tokenizer", key, -1, value, expected);
    }

    private <T> @Nullable T typed(String key, Class<T> type, String expected) {
        Object value = values.get(key);
        if (value == null) {
            return null;
        }
        if (!type.isInstance(value)) {
            throw refusal(key, value.getClass().getSimpleName(), expected);
        }
        return type.cast(value);
    }
}
