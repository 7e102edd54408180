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

    /** 8 bits a number, a scale for 32 of them. */
    public static final BlockFormat Q8_0 = new Q80Format();

    /** 4 bits a number, a scale for 32 of them. */
    public static final BlockFormat Q4_0 = new Q40Format();

    private static final List<BlockFormat> ALL = List.of(F32, F16, Q8_0, Q4_0);

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
