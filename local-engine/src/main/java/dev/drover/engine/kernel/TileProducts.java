package dev.drover.engine.kernel;

import dev.drover.engine.format.CodedFormat;
import dev.drover.engine.machinecode.ExecutableCode;
import dev.drover.engine.tile.BrainFloat;
import dev.drover.engine.tile.Tiles;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Objects;
import java.util.SplittableRandom;

import static dev.drover.engine.kernel.PackedLayout.ROWS;
import static dev.drover.engine.tile.Tiles.LINES;
import static dev.drover.engine.tile.Tiles.SIDE;
import static dev.drover.engine.tile.Tiles.TILE_BYTES;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

/**
 * Products of many tokens with the weights of one format on the tile unit: activations are packed once, weights are
 * expanded to {@code bfloat16} as many rows at a time as the second-level cache holds, and meet all tokens, 32 at a time.
 */
@SuppressWarnings("restricted")
final class TileProducts {

    private static final long EXPANDED_BYTES = 1 << 20;
    private static final MethodHandle EXPAND = Linker.nativeLinker()
            .downcallHandle(FunctionDescriptor.ofVoid(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
                    Linker.Option.critical(false));
    /** Number i of the first 16, then number i of the last. */
    private static final MemorySegment ORDER = order();

    private final PackedLayout layout;
    private final Tiles tiles;
    private final MemorySegment expand;

    /**
     * Makes the code and compares what it computes with plain Java.
     *
     * @throws UnsupportedOperationException when it cannot run here, with the reason
     */
    TileProducts(PackedLayout layout, Tiles tiles) {
        this.layout = layout;
        this.tiles = tiles;
        this.expand = ExecutableCode.of(VnniCode.expand(layout));
        test();
    }

    private static MemorySegment order() {
        MemorySegment order = Arena.global().allocate(Tiles.ALIGNMENT, Tiles.ALIGNMENT);
        for (int i = 0; i < LINES; i++) {
            order.setAtIndex(ValueLayout.JAVA_SHORT, 2L * i, (short) i);
            order.setAtIndex(ValueLayout.JAVA_SHORT, 2L * i + 1, (short) (LINES + i));
        }
        return order;
    }

    /** As {@link KernelLevel#multiplyLong}, for a matrix that was prepared. */
    void multiply(Matrix matrix, int from, int to, float[] input, int first, int tokens, float[] output, int stride,
            Scratch scratch) {
        int columns = matrix.columns();
        int depth = columns / SIDE;
        long panelBytes = 2L * depth * TILE_BYTES;
        int most = (int) Math.max(1, EXPANDED_BYTES / panelBytes);
        int panels = Math.min(most, Math.ceilDiv(to - from, SIDE));
        long left = scratch.bytes(Tiles.bytes(tokens, columns) + Tiles.bytes(panels * SIDE, columns)).address();
        long right = left + Tiles.bytes(tokens, columns);
        pack(input, first, tokens, columns, left);
        float[] block = scratch.floats(SIDE * panels * SIDE);
        for (int row = from; row < to; row += panels * SIDE) {
            int rows = Math.min(panels * SIDE, to - row);
            int count = Math.ceilDiv(rows, SIDE);
            expand(matrix, row, rows, right);
            for (int token = 0; token < tokens; token += SIDE) {
                long panel = left + token / SIDE * panelBytes;
                if (rows == count * SIDE && token + SIDE <= tokens) {
                    tiles.multiply(panel, right, output, (first + token) * stride + row, stride, depth, count, false);
                } else {
                    tiles.multiply(panel, right, block, 0, count * SIDE, depth, count, false);
                    for (int i = 0; i < Math.min(SIDE, tokens - token); i++) {
                        System.arraycopy(block, i * count * SIDE, output, (first + token + i) * stride + row, rows);
                    }
                }
            }
        }
    }

    /** Packs activations; a last tile of fewer than 16 tokens is filled up with zeros. */
    private void pack(float[] input, int first, int tokens, int columns, long to) {
        int depth = columns / SIDE;
        for (int line = 0; line < Math.ceilDiv(tokens, SIDE) * SIDE; line += LINES) {
            long tile = to + 2L * (line / SIDE) * depth * TILE_BYTES + (line % SIDE == 0 ? 0 : TILE_BYTES);
            int count = Math.clamp(tokens - line, 0, LINES);
            if (count == LINES) {
                tiles.pack(input, (first + line) * columns, columns, Tiles.Order.LEFT_ALONG, depth, SIDE, tile,
                        2L * TILE_BYTES);
            } else {
                float[] edge = new float[LINES * columns];
                if (count > 0) {
                    System.arraycopy(input, (first + line) * columns, edge, 0, count * columns);
                }
                tiles.pack(edge, 0, columns, Tiles.Order.LEFT_ALONG, depth, SIDE, tile, 2L * TILE_BYTES);
            }
        }
    }

    /** Expands rows, the first of which is the first of a group of 16; behind the last come zeros of the group, or what was there. */
    private void expand(Matrix matrix, int from, int rows, long to) {
        int columns = matrix.columns();
        int depth = columns / SIDE;
        long groupBytes = layout.bytes(columns);
        long weights = Objects.requireNonNull(matrix.packed()).address() + from / ROWS * groupBytes;
        for (int group = 0; group < Math.ceilDiv(rows, ROWS); group++) {
            long tile = to + 2L * (group / 2) * depth * TILE_BYTES + (group % 2 == 0 ? 0 : TILE_BYTES);
            long at = weights + group * groupBytes;
            try {
                EXPAND.invokeExact(expand, at, tile, (long) (depth / layout.unitBlocks()),
                        at + layout.codeBytes(columns), ORDER.address());
            } catch (Throwable impossible) {
                throw new AssertionError(impossible);
            }
        }
    }

    private void test() {
        CodedFormat format = layout.format();
        int rows = SIDE + LINES;
        int columns = Math.max(3 * SIDE, 2 * format.blockSize());
        int tokens = SIDE + 1;
        SplittableRandom random = new SplittableRandom(3);
        float[] values = VnniProducts.random(random, rows * columns, 1);
        float[] input = VnniProducts.random(random, tokens * columns, 9);
        try (Arena arena = Arena.ofShared()) {
            MemorySegment data = arena.allocate(format.bytes((long) rows * columns), 64);
            format.quantize(values, 0, rows * columns, data, 0);
            Matrix matrix = new Matrix(data, format, rows, columns);
            float[] output = new float[tokens * rows];
            multiply(matrix.packed(VnniWeights.pack(matrix, layout)), 0, rows, input, 0, tokens, output, rows,
                    new Scratch());
            float[] weights = new float[rows * columns];
            format.dequantize(data, 0, weights, 0, rows * columns);
            for (int i = 0; i < output.length; i++) {
                float expected = BrainFloat.product(input, i / rows * columns, weights, i % rows * columns, columns);
                if (output[i] != expected) {
                    throw new UnsupportedOperationException("its test of tiles with " + format.name() + " gave "
                            + output[i] + " (expected: " + expected + ")");
                }
            }
        }
    }
}
