package dev.drover.engine.format;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The catalogue of block formats. */
public final class BlockFormats {

    /** 32-bit floating point. */
    public static final BlockFormat F32 = new F32Format();

    /** 16-bit floating point. */
    public static final BlockFormat F16 = new F16Format();

    /** The upper half of 32-bit floating point. */
    public static final BlockFormat BF16 = new BF16Format();

    /** 8 bits a number, a scale for 32 of them. */
    public static final BlockFormat Q8_0 = new Q80Format();

    /** 4 bits a number, a scale for 32 of them. */
    public static final BlockFormat Q4_0 = new Q40Format();

    /** 4 bits a number, a scale and an offset for 32 of them. */
    public static final BlockFormat Q4_1 = new Q41Format();

    /** 5 bits a number, a scale for 32 of them. */
    public static final BlockFormat Q5_0 = new Q50Format();

    /** 5 bits a number, a scale and an offset for 32 of them. */
    public static final BlockFormat Q5_1 = new Q51Format();

    /** 2 bits a number, a scale and an offset of 4 bits for 16 of them. */
    public static final BlockFormat Q2_K = new Q2KFormat();

    /** 3 bits a number, a scale of 6 bits for 16 of them. */
    public static final BlockFormat Q3_K = new Q3KFormat();

    /** 4 bits a number, a scale and an offset of 6 bits for 32 of them. */
    public static final BlockFormat Q4_K = new Q4KFormat();

    /** 5 bits a number, a scale and an offset of 6 bits for 32 of them. */
    public static final BlockFormat Q5_K = new Q5KFormat();

    /** 6 bits a number, a scale of 8 bits for 16 of them. */
    public static final BlockFormat Q6_K = new Q6KFormat();

    /** 4 bits a number, values of a table, a scale for 32 of them. */
    public static final BlockFormat IQ4_NL = new Iq4NlFormat();

    /** Floating point of 4 bits, a power of two for 32 of them. */
    public static final BlockFormat MXFP4 = new Mxfp4Format();

    private static final List<BlockFormat> ALL = List.of(F32, F16, BF16, Q8_0, Q4_0, Q4_1, Q5_0, Q5_1, Q2_K, Q3_K, Q4_K,
            Q5_K, Q6_K, IQ4_NL, MXFP4);

    private BlockFormats() {}

    /** Every format there is. */
    public static List<BlockFormat> all() {
        return ALL;
    }

    /** The format that a GGUF file means by a number; null when it is not in the catalogue. */
    public static @Nullable BlockFormat byId(int id) {
        for (BlockFormat format : ALL) {
            if (format.id() == id) {
                return format;
            }
        }
        return null;
    }

    /**
     * The format of a name, in any case.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static BlockFormat named(String name) {
        for (BlockFormat format : ALL) {
            if (format.name().equals(name.toLowerCase(Locale.ROOT))) {
                return format;
            }
        }
        throw new IllegalArgumentException("format: " + name + " (expected: one of " + names() + ")");
    }

    /** All names, for messages. */
    public static String names() {
        return ALL.stream().map(BlockFormat::name).collect(Collectors.joining(", "));
    }
}
