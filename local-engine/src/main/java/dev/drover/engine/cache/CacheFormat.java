package dev.drover.engine.cache;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How the numbers of keys and values are stored. */
public enum CacheFormat {

    /** As they are, 4 bytes each. */
    F32 {
        @Override
        CacheBlock block(CacheShape shape) {
            return new FullBlock(shape, bytes(shape));
        }

        @Override
        long bytes(CacheShape shape) {
            return shape.numbers() * Float.BYTES;
        }
    },

    /** Rounded to half precision, 2 bytes each: an error of at most 1/2048 of the number. */
    F16 {
        @Override
        CacheBlock block(CacheShape shape) {
            return new HalfBlock(shape, bytes(shape));
        }

        @Override
        long bytes(CacheShape shape) {
            return shape.numbers() * Short.BYTES;
        }
    },

    /**
     * As whole numbers from -127 to 127 times a factor for each 32 of a key or value, 1.125 bytes each: an error of at most
     * 1/254 of the largest of the 32. Heads whose size is no multiple of 32 are stored as {@link #F16}.
     */
    Q8_0 {
        @Override
        CacheBlock block(CacheShape shape) {
            return fits(shape) ? new ByteBlock(shape, bytes(shape)) : F16.block(shape);
        }

        @Override
        long bytes(CacheShape shape) {
            return fits(shape) ? shape.numbers() + shape.numbers() / ByteBlock.GROUP * Float.BYTES : F16.bytes(shape);
        }

        private static boolean fits(CacheShape shape) {
            return shape.headSize() % ByteBlock.GROUP == 0;
        }
    };

    /** A block whose content means nothing yet. */
    abstract CacheBlock block(CacheShape shape);

    /** What a block takes. */
    abstract long bytes(CacheShape shape);

    /**
     * The format of a name, whatever its case.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static CacheFormat named(String name) {
        return Arrays.stream(values())
                .filter(format -> format.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("cache: " + name + " (expected: one of "
                        + Arrays.stream(values())
                                .map(format -> format.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", "))
                        + ")"));
    }
}
