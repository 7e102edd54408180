package dev.drover.herd.train.kernel;

import dev.drover.engine.tile.Tiles;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

import static dev.drover.engine.tile.Tiles.LINES;
import static dev.drover.engine.tile.Tiles.SIDE;
import static dev.drover.engine.tile.Tiles.TILE_BYTES;

/**
 * Products of factors cut to {@code bfloat16} on the processor's tile unit, with the bits of {@link BrainFloatProduct}. Sides
 * that are no multiples of 32 are filled up with zeros.
 */
final class TileProduct implements MatrixProduct {

    private static final long CALL_PRODUCTS = 16 << 20;
    /** The tiles along the inner side that are packed at a time: a left panel of them stays in the first-level cache. */
    private static final int MOST_DEPTH = 12;

    private final Tiles tiles;
    private final float[] edge = new float[LINES * SIDE];
    private float[] rows = new float[0];
    private MemorySegment left = MemorySegment.NULL;
    private MemorySegment right = MemorySegment.NULL;

    TileProduct(Tiles tiles) {
        this.tiles = tiles;
    }

    @Override
    public void multiply(Matrix a, Matrix b, Matrix c, boolean add) {
        MatrixProduct.check(a, b, c);
        left = reserved(left, Tiles.bytes(a.rows(), a.columns()));
        right = reserved(right, Tiles.bytes(b.columns(), b.rows()));
        int depth = Math.ceilDiv(a.columns(), SIDE);
        int blocks = Math.ceilDiv(depth, MOST_DEPTH);
        for (int block = 0; block < blocks; block++) {
            int from = depth * block / blocks;
            int count = depth * (block + 1) / blocks - from;
            pack(a, from, count, left.address(), false);
            pack(b.transposed(), from, count, right.address(), true);
            multiply(c, count, add || block > 0);
        }
    }

    /** What is packed, to all of c. */
    private void multiply(Matrix c, int depth, boolean add) {
        for (int row = 0; row < c.rows(); row += SIDE) {
            long panel = left.address() + row / SIDE * panelBytes(depth);
            if (row + SIDE <= c.rows() && c.columns() % SIDE == 0) {
                panels(panel, c.values(), c.at() + row * c.rowStride(), c.rowStride(), depth, c.columns() / SIDE, add);
            } else {
                through(panel, c, row, depth, add);
            }
        }
    }

    private static long panelBytes(int depth) {
        return depth * 2L * TILE_BYTES;
    }

    /** Rows that do not fill a panel, or whose columns do not, by way of some that do. */
    private void through(long panel, Matrix c, int row, int depth, boolean add) {
        int stride = Math.ceilDiv(c.columns(), SIDE) * SIDE;
        if (rows.length < SIDE * stride) {
            rows = new float[SIDE * stride];
        }
        int count = Math.min(SIDE, c.rows() - row);
        for (int i = 0; add && i < count; i++) {
            System.arraycopy(c.values(), c.at() + (row + i) * c.rowStride(), rows, i * stride, c.columns());
        }
        panels(panel, rows, 0, stride, depth, stride / SIDE, add);
        for (int i = 0; i < count; i++) {
            System.arraycopy(rows, i * stride, c.values(), c.at() + (row + i) * c.rowStride(), c.columns());
        }
    }

    private void panels(long panel, float[] c, int at, int stride, int depth, int count, boolean add) {
        int most = (int) Math.max(1, CALL_PRODUCTS / ((long) SIDE * SIDE * SIDE * depth));
        for (int first = 0; first < count; first += most) {
            tiles.multiply(panel, right.address() + first * panelBytes(depth), c, at + first * SIDE, stride, depth,
                    Math.min(most, count - first), add);
        }
    }

    /** Packs a part of an operand whose lines are the matrix's rows: some tiles along the inner side. */
    private void pack(Matrix lines, int from, int depth, long to, boolean isRight) {
        int wholeLines = lines.rows() / LINES;
        int whole = Math.clamp(lines.columns() / SIDE - from, 0, depth);
        int at = lines.at() + from * SIDE * lines.columnStride();
        if (lines.columnStride() == 1) {
            for (int line = 0; whole > 0 && line < wholeLines; line++) {
                tiles.pack(lines.values(), at + line * LINES * lines.rowStride(), lines.rowStride(),
                        Tiles.Order.of(isRight, false), whole, SIDE, place(to, line, depth), 2 * TILE_BYTES);
            }
        } else {
            for (int i = 0; i < 2 * whole; i++) {
                int half = i % 2;
                int count = (wholeLines + 1 - half) / 2;
                if (count > 0) {
                    tiles.pack(lines.values(), at + i / 2 * SIDE * lines.columnStride() + half * LINES,
                            lines.columnStride(), Tiles.Order.of(isRight, true), count, SIDE,
                            place(to, half, depth) + i / 2 * 2L * TILE_BYTES, panelBytes(depth));
                }
            }
        }
        for (int line = 0; line < Math.ceilDiv(lines.rows(), SIDE) * 2; line++) {
            for (int tile = line < wholeLines ? whole : 0; tile < depth; tile++) {
                edge(lines, line * LINES, (from + tile) * SIDE);
                boolean across = lines.columnStride() != 1;
                tiles.pack(edge, 0, across ? LINES : SIDE, Tiles.Order.of(isRight, across), 1, 0,
                        place(to, line, depth) + tile * 2L * TILE_BYTES, 0);
            }
        }
    }

    /** Where the first tile of some 16 lines goes. */
    private static long place(long to, int line, int depth) {
        return to + line / 2 * panelBytes(depth) + (line % 2 == 0 ? 0 : TILE_BYTES);
    }

    /** Copies a tile that the matrix does not fill, in runs as long as the matrix's. */
    private void edge(Matrix lines, int line, int from) {
        Arrays.fill(edge, 0);
        int count = Math.clamp(lines.rows() - line, 0, LINES);
        int columns = Math.min(SIDE, lines.columns() - from);
        int at = lines.at() + line * lines.rowStride() + from * lines.columnStride();
        if (lines.columnStride() == 1) {
            for (int i = 0; i < count; i++) {
                System.arraycopy(lines.values(), at + i * lines.rowStride(), edge, i * SIDE, columns);
            }
        } else {
            for (int k = 0; count > 0 && k < columns; k++) {
                System.arraycopy(lines.values(), at + k * lines.columnStride(), edge, k * LINES, count);
            }
        }
    }

    private static MemorySegment reserved(MemorySegment memory, long bytes) {
        return memory.byteSize() >= bytes ? memory : Arena.ofAuto().allocate(bytes + bytes / 4, Tiles.ALIGNMENT);
    }
}
