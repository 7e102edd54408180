package dev.drover.engine.tile;

import dev.drover.engine.machinecode.ExecutableCode;
import dev.drover.engine.machinecode.Processor;
import dev.drover.engine.machinecode.TilePermission;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

/**
 * Products of matrices cut to {@code bfloat16}, summed in single precision by the processor's tile unit (AMX), as
 * {@link BrainFloat} does in plain Java, bit by bit.
 *
 * <p>
 * Both operands are packed first. A <i>tile</i> is 16 lines of 32 numbers; of the left operand lines are rows, of the
 * right one columns. A <i>panel</i> is 32 lines: for every 32 numbers along the inner side the tile of its first 16
 * lines, then that of its others. Number i of the 32 shares a word with number i + 16, so that both operands are packed
 * without moving lanes when their lines (right) or numbers (left) follow each other.
 *
 * <p>
 * Source: Intel 64 and IA-32 Architectures Software Developer's Manual, volume 2, TDPBF16PS. Safe for use by many threads.
 */
@SuppressWarnings("restricted")
public final class Tiles {

    /** Lines of a tile: {@value}. */
    public static final int LINES = 16;
    /** Numbers of a line of a tile, and lines of a panel: {@value}. */
    public static final int SIDE = 32;
    /** Bytes of a tile: {@value}. */
    public static final int TILE_BYTES = TileCode.TILE;
    /** The alignment in bytes that packed operands want: {@value}. */
    public static final int ALIGNMENT = 64;

    private static final Set<String> NEEDED = Set.of("avx512f", "avx512bw", "avx512dq", "avx512vl", "amx_tile",
            "amx_bf16");
    private static final Linker.Option CRITICAL = Linker.Option.critical(true);
    private static final MethodHandle PACK = Linker.nativeLinker()
            .downcallHandle(FunctionDescriptor.ofVoid(ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
                    CRITICAL);
    private static final MethodHandle PRODUCT = Linker.nativeLinker()
            .downcallHandle(FunctionDescriptor.ofVoid(JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_LONG),
                    CRITICAL);
    private static final MethodHandle RATE = Linker.nativeLinker().downcallHandle(FunctionDescriptor.ofVoid(JAVA_LONG));
    private static final int RATE_PRODUCTS = 16 * LINES * LINES * SIDE;

    /** Which operand is packed, and whether runs of its numbers go along the inner side or across it, from line to line. */
    public enum Order {
        /** The left operand, along. */
        LEFT_ALONG,
        /** The right operand, along. */
        RIGHT_ALONG,
        /** The left operand, across. */
        LEFT_ACROSS,
        /** The right operand, across. */
        RIGHT_ACROSS;

        /** The order of an operand. */
        public static Order of(boolean right, boolean across) {
            if (across) {
                return right ? RIGHT_ACROSS : LEFT_ACROSS;
            }
            return right ? RIGHT_ALONG : LEFT_ALONG;
        }
    }

    private static @Nullable Tiles shared;

    private final Map<Order, MemorySegment> packing;
    private final MemorySegment product;
    private final MemorySegment productAdded;
    private final MemorySegment rate;

    private Tiles() {
        Set<String> missing = Processor.current().lacks(NEEDED);
        if (!missing.isEmpty()) {
            throw new UnsupportedOperationException("the processor lacks " + String.join(", ", missing));
        }
        TilePermission.ask();
        MemorySegment shapes = Arena.global().allocate(ALIGNMENT, ALIGNMENT);
        MemorySegment.copy(MemorySegment.ofArray(TileCode.shapes()), 0, shapes, 0, ALIGNMENT);
        long address = shapes.address();
        MemorySegment[] codes = ExecutableCode.of(List.of(TileCode.pack(false, false), TileCode.pack(false, true),
                TileCode.pack(true, true), TileCode.pack(true, false), TileCode.product(address, false),
                TileCode.product(address, true), TileCode.rate(address)));
        packing = new EnumMap<>(Map.of(Order.LEFT_ALONG, codes[0], Order.RIGHT_ALONG, codes[1], Order.LEFT_ACROSS,
                codes[2], Order.RIGHT_ACROSS, codes[3]));
        product = codes[4];
        productAdded = codes[5];
        rate = codes[6];
        test();
    }

    /**
     * The code of this process, tested once.
     *
     * @throws UnsupportedOperationException when it cannot run here, with the reason
     */
    public static synchronized Tiles shared() {
        if (shared == null) {
            shared = new Tiles();
        }
        return shared;
    }

    /** How many bytes to reserve for a packed operand: the last two tiles are read ahead of use, and never used. */
    public static long bytes(int lines, int depth) {
        return ((long) Math.ceilDiv(lines, SIDE) * Math.ceilDiv(depth, SIDE) + 1) * 2 * TILE_BYTES;
    }

    /**
     * Packs some tiles; all distances are in floats, but for those of {@code to} in bytes.
     *
     * @param from holds the numbers
     * @param at where the first is
     * @param step the distance from one run of numbers to the next: runs go along the inner side, or across it
     * @param order which operand this is, and which way its runs go
     * @param tiles how many tiles
     * @param advance the distance from a tile to the next
     * @param to where the first tile goes
     * @param toAdvance the distance from there to the next
     */
    public void pack(float[] from, int at, int step, Order order, int tiles, int advance, long to, long toAdvance) {
        MemorySegment code = Objects.requireNonNull(packing.get(order));
        try {
            PACK.invokeExact(code, from(from, at), to, (long) step * Float.BYTES, (long) tiles,
                    (long) advance * Float.BYTES, toAdvance);
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    /**
     * Multiplies a panel of the left operand with some of the right: 32 rows by 32 columns each.
     *
     * @param left the left panel
     * @param right the first right panel; the others follow
     * @param c receives the products
     * @param at where the first goes
     * @param stride the distance of its rows
     * @param depth how many tiles both have along the inner side
     * @param panels how many right panels; a call should stay below some 100 microseconds
     * @param add whether to add to what c holds
     */
    public void multiply(long left, long right, float[] c, int at, int stride, int depth, int panels, boolean add) {
        MemorySegment code = add ? productAdded : product;
        try {
            PRODUCT.invokeExact(code, left, right, from(c, at), (long) stride * Float.BYTES, (long) depth,
                    (long) panels);
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** Multiplies and adds in registers: the peak rate of the tile unit. Returns how many multiply-adds that were. */
    public long multiplyAdds(int turns) {
        try {
            RATE.invokeExact(rate, (long) turns);
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
        return (long) turns * RATE_PRODUCTS;
    }

    private static MemorySegment from(float[] array, int at) {
        return MemorySegment.ofArray(array).asSlice((long) at * Float.BYTES);
    }

    /** Compares both ways of packing and a product with plain Java, bit by bit. */
    private void test() {
        SplittableRandom random = new SplittableRandom(4);
        int depth = 3 * SIDE;
        float[] a = random(random, SIDE * depth);
        float[] b = random(random, SIDE * depth);
        float[] c = random(random, SIDE * SIDE);
        float[] expected = c.clone();
        BrainFloat.multiply(a, b, expected, depth);
        try (Arena arena = Arena.ofConfined()) {
            long left = arena.allocate(bytes(SIDE, depth), ALIGNMENT).address();
            long right = arena.allocate(bytes(SIDE, depth), ALIGNMENT).address();
            for (int half = 0; half < 2; half++) {
                int place = half * TILE_BYTES;
                int line = half * LINES * depth;
                pack(a, line, depth, Order.LEFT_ALONG, depth / SIDE, SIDE, left + place, 2 * TILE_BYTES);
                pack(b, line, depth, Order.RIGHT_ALONG, depth / SIDE, SIDE, right + place, 2 * TILE_BYTES);
            }
            multiply(left, right, c, 0, SIDE, depth / SIDE, 1, true);
        }
        int wrong = Arrays.mismatch(c, expected);
        if (wrong >= 0) {
            throw new UnsupportedOperationException(
                    "its test of tiles gave " + c[wrong] + " (expected: " + expected[wrong] + ")");
        }
    }

    private static float[] random(SplittableRandom random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) Math.scalb(random.nextDouble(-1, 1), random.nextInt(-70, 10));
        }
        return values;
    }
}
