package dev.drover.engine.gguf;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a model file says about itself, in the file's order. Values are {@code String}; {@code Boolean};
 * {@code Integer}, or {@code Long} for 64-bit types and numbers that need it; {@code Float}; {@code Double};
 * {@code List<String>}; {@code int[]} (or {@code long[]} likewise); {@code float[]}; {@code double[]};
 * {@code boolean[]}.
 */
public final class Metadata {

    private final String file;
    private final Map<String, Object> values;
    private final Map<String, MetadataType> types;
    private final Map<String, Long> places;

    Metadata(String file, Map<String, Object> values, Map<String, MetadataType> types, Map<String, Long> places) {
        this.file = file;
        this.types = types;
        this.places = places;
        this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** All of it; not to be changed, the arrays in it neither. */
    public Map<String, Object> asMap() {
        return values;
    }

    /** The type that a value, or an array's every element, has in the file; null for a key that is not there. */
    public @Nullable MetadataType type(String key) {
        return types.get(key);
    }

    /** A text. */
    public @Nullable String string(String key) {
        return typed(key, String.class, "a text");
    }

    /** A whole number within the range of an int. */
    public @Nullable Integer integer(String key) {
        Number number = typed(key, Number.class, "a whole number");
        if (number == null) {
            return null;
        }
        if (number instanceof Float || number instanceof Double || number.longValue() != number.intValue()) {
            throw refusal(key, number, "a whole number within 32 bits");
        }
        return number.intValue();
    }

    /** A number. */
    public @Nullable Double number(String key) {
        Number number = typed(key, Number.class, "a number");
        return number == null ? null : number.doubleValue();
    }

    /** A text that must be there. */
    public String requiredString(String key) {
        String value = string(key);
        if (value == null) {
            throw missing(key);
        }
        return value;
    }

    /** A whole number that must be there and in a range. */
    public int requiredInteger(String key, int min, int max) {
        Integer value = integer(key);
        if (value == null) {
            throw missing(key);
        }
        if (value < min || value > max) {
            throw refusal(key, value, min + " to " + max);
        }
        return value;
    }

    private InvalidModelFile missing(String key) {
        return refusal(key, "absent", "present; the file is not a model of this kind");
    }

    /**
     * The refusal of a value that the file format allows but its reader cannot use.
     *
     * @param key whose value
     * @param value what it says
     * @param expected what it should say
     */
    public InvalidModelFile refusal(String key, Object value, String expected) {
        return new InvalidModelFile(file, key, places.getOrDefault(key, -1L), value, expected);
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
