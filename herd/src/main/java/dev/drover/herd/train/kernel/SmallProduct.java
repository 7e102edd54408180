package dev.drover.herd.train.kernel;

import static dev.drover.herd.train.kernel.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * The product of two small matrices without packing, as attention needs it: {@code c += a b} with the columns of b and c
 * following each other, in multiples of 16. Each output element is summed over the inner index in order by fused
 * multiply-adds.
 */
public final class SmallProduct {

    private static final int LANES = Lanes.COUNT;

    private SmallProduct() {
    }

    /** Adds a (m x k) times b (k x n) to c (m x n); n must be a multiple of 16. */
    public static void add(Matrix a, Matrix b, Matrix c) {
        for (int row = 0; row < a.rows(); row += 4) {
            rows(a, row, b, a.columns(), c, c.columns());
        }
    }

    /** As {@link #add}, where a is zero above the diagonal that {@code limits} describes: row i uses its first limits[i]. */
    public static void addLower(Matrix a, int[] limits, int first, Matrix b, Matrix c) {
        for (int row = 0; row < a.rows(); row += 4) {
            int last = Math.min(row + 3, a.rows() - 1);
            rows(a, row, b, limits[first + last], c, c.columns());
        }
    }

    /** As {@link #add}, where only the first limits[i] columns of row i of c are wanted. */
    public static void addToLower(Matrix a, Matrix b, Matrix c, int[] limits, int first) {
        for (int row = 0; row < a.rows(); row += 4) {
            int last = Math.min(row + 3, a.rows() - 1);
            rows(a, row, b, a.columns(), c, Lanes.padded(limits[first + last]));
        }
    }

    private static void rows(Matrix a, int row, Matrix b, int depth, Matrix c, int columns) {
        int last = a.rows() - 1;
        int row1 = Math.min(row + 1, last);
        int row2 = Math.min(row + 2, last);
        int row3 = Math.min(row + 3, last);
        int step = a.rowStride();
        int to = c.rowStride();
        for (int column = 0; column < columns; column += LANES) {
            tile(a.values(), a.at() + row * step, a.at() + row1 * step, a.at() + row2 * step, a.at() + row3 * step,
                    a.columnStride(), b.values(), b.at() + column, b.rowStride(), depth, c.values(),
                    c.at() + row * to + column, c.at() + row1 * to + column, c.at() + row2 * to + column,
                    c.at() + row3 * to + column);
        }
    }

    private static void tile(float[] a, int a0, int a1, int a2, int a3, int step, float[] b, int bAt, int bStep, int depth,
            float[] c, int to0, int to1, int to2, int to3) {
        FloatVector c0 = FloatVector.fromArray(SPECIES, c, to0);
        FloatVector c1 = FloatVector.fromArray(SPECIES, c, to1);
        FloatVector c2 = FloatVector.fromArray(SPECIES, c, to2);
        FloatVector c3 = FloatVector.fromArray(SPECIES, c, to3);
        int at = bAt;
        int offset = 0;
        for (int k = 0; k < depth; k++) {
            FloatVector row = FloatVector.fromArray(SPECIES, b, at);
            c0 = FloatVector.broadcast(SPECIES, a[a0 + offset]).fma(row, c0);
            c1 = FloatVector.broadcast(SPECIES, a[a1 + offset]).fma(row, c1);
            c2 = FloatVector.broadcast(SPECIES, a[a2 + offset]).fma(row, c2);
            c3 = FloatVector.broadcast(SPECIES, a[a3 + offset]).fma(row, c3);
            at += bStep;
            offset += step;
        }
        c0.intoArray(c, to0);
        c1.intoArray(c, to1);
        c2.intoArray(c, to2);
        c3.intoArray(c, to3);
    }
}
