package dev.drover.engine.gguf;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The types a value of a GGUF file's metadata can have. */
public enum MetadataType {

    /** 0 to 255. */
    UINT8(0, 1),
    /** -128 to 127. */
    INT8(1, 1),
    /** 0 to 65,535. */
    UINT16(2, 2),
    /** -32,768 to 32,767. */
    INT16(3, 2),
    /** 0 to 4,294,967,295. */
    UINT32(4, 4),
    /** A Java int. */
    INT32(5, 4),
    /** A Java float. */
    FLOAT32(6, 4),
    /** One byte, 0 or 1. */
    BOOL(7, 1),
    /** A length in 8 bytes, then UTF-8. */
    STRING(8, 8),
    /** A type, a count in 8 bytes, then as many values of that type. */
    ARRAY(9, 12),
    /** 0 to 2^64 - 1; beyond a Java long it is refused. */
    UINT64(10, 8),
    /** A Java long. */
    INT64(11, 8),
    /** A Java double. */
    FLOAT64(12, 8);

    private final int id;
    private final int smallestBytes;

    MetadataType(int id, int smallestBytes) {
        this.id = id;
        this.smallestBytes = smallestBytes;
    }

    /** The number that stands for it in a file. */
    int id() {
        return id;
    }

    /** How many bytes a value takes at least. */
    int smallestBytes() {
        return smallestBytes;
    }

    /** The type of a number in a file; null when there is none. */
    static @Nullable MetadataType byId(int id) {
        for (MetadataType type : values()) {
            if (type.id == id) {
                return type;
            }
        }
        return null;
    }

    /**
     * The type a Java value is written as when none is named: an {@code int} or {@code long} of at least 0 is unsigned,
     * as other programs expect of counts.
     */
    static MetadataType of(Object value) {
        return switch (value) {
            case String _ -> STRING;
            case Boolean _ -> BOOL;
            case Integer number -> number >= 0 ? UINT32 : INT32;
            case Long number -> number >= 0 ? UINT64 : INT64;
            case Float _ -> FLOAT32;
            case Double _ -> FLOAT64;
            default -> throw unwritable(value);
        };
    }

    /** The type of an array's elements when none is named. */
    static MetadataType ofElements(Object array) {
        return switch (array) {
            case List<?> _ -> STRING;
            case boolean[] _ -> BOOL;
            case int[] _ -> INT32;
            case long[] _ -> INT64;
            case float[] _ -> FLOAT32;
            case double[] _ -> FLOAT64;
            default -> throw unwritable(array);
        };
    }

    static IllegalArgumentException unwritable(Object value) {
        return new IllegalArgumentException("value: " + value.getClass().getSimpleName()
                + " (expected: a String, Boolean, Integer, Long, Float, Double, List of strings, or an array of "
                + "boolean, int, long, float or double)");
    }
}
