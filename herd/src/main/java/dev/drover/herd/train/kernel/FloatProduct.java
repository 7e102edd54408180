package dev.drover.herd.train.kernel;

import java.util.Arrays;

/**
 * Products in single precision, at a large part of the machine's speed.
 *
 * <p>
 * The right operand is packed into panels a few vectors wide and {@value #DEPTH} rows deep that stay in the first-level
 * cache, and a register tile walks down the rows of the left operand (Goto and van de Geijn, "Anatomy of
 * high-performance matrix multiplication", 2008). Each output element is summed over the inner index in order by
 * fused multiply-adds: the vector width plays no part in it.
 */
final class FloatProduct implements MatrixProduct {

    private static final int DEPTH = 128;
    private static final int BLOCK_COLUMNS = 512;
    private static final int TILE_ROWS = 4;

    private final float[] packed = new float[DEPTH * BLOCK_COLUMNS];
    private final float[] edge = new float[TILE_ROWS * Tile.WIDTH];

    @Override
    public void multiply(Matrix a, Matrix b, Matrix c, boolean add) {
        MatrixProduct.check(a, b, c);
        product(a, b, c, add, false);
    }

    @Override
    public void multiplySymmetric(Matrix a, Matrix b, Matrix c) {
        MatrixProduct.check(a, b, c);
        product(a, b, c, false, true);
        float[] values = c.values();
        for (int i = 0; i < c.rows(); i++) {
            for (int j = i + 1; j < c.columns(); j++) {
                values[c.at() + i * c.rowStride() + j] = values[c.at() + j * c.rowStride() + i];
            }
        }
    }

    private void product(Matrix a, Matrix b, Matrix c, boolean add, boolean lower) {
        if (!add) {
            for (int i = 0; i < c.rows(); i++) {
                int from = c.at() + i * c.rowStride();
                Arrays.fill(c.values(), from, from + c.columns(), 0);
            }
        }
        for (int column = 0; column < b.columns(); column += BLOCK_COLUMNS) {
            int columns = Math.min(BLOCK_COLUMNS, b.columns() - column);
            for (int inner = 0; inner < b.rows(); inner += DEPTH) {
                int depth = Math.min(DEPTH, b.rows() - inner);
                Packing.pack(b, inner, depth, column, columns, packed);
                for (int j = 0; j < columns; j += Tile.WIDTH) {
                    int firstRow = lower ? (column + j) / TILE_ROWS * TILE_ROWS : 0;
                    panel(a, inner, depth, j * depth, c, column + j, firstRow);
                }
            }
        }
    }

    private void panel(Matrix a, int inner, int depth, int panelAt, Matrix c, int column, int firstRow) {
        int width = Math.min(Tile.WIDTH, c.columns() - column);
        int row = firstRow;
        if (width == Tile.WIDTH) {
            for (; row + TILE_ROWS <= c.rows(); row += TILE_ROWS) {
                Tile.four(a, row, inner, packed, panelAt, depth, c, column);
            }
        }
        for (; row < c.rows(); row++) {
            int to = c.at() + row * c.rowStride() + column;
            System.arraycopy(c.values(), to, edge, 0, width);
            Tile.one(a.values(), a.at() + row * a.rowStride() + inner * a.columnStride(), a.columnStride(), packed,
                    panelAt, depth, edge, 0);
            System.arraycopy(edge, 0, c.values(), to, width);
        }
    }
}
