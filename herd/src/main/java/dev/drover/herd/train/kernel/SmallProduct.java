package dev.drover.herd.train.kernel;

import jdk.incubator.vector.FloatVector;

import static dev.drover.herd.train.kernel.Lanes.SPECIES;

/**
 * The product of two small matrices without packing, as attention needs it: {@code c += a b} with the columns of b and c
 * following each other, in multiples of 16. Each output element is summed over the inner index in order by fused
 * multiply-adds.
 */
public final class SmallProduct {

    private static final int LANES = Lanes.COUNT;

    private SmallProduct() {}

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
        for (int column = 0; column < columns; column += LANES) {
            tile(a, row, b, depth, c, column);
        }
    }

    /** Four rows by a vector; rows behind the last one repeat it, with the same result. */
    private static void tile(Matrix left, int row, Matrix right, int depth, Matrix result, int column) {
        float[] a = left.values();
        float[] c = result.values();
        int last = left.rows() - 1;
        int a0 = left.at() + row * left.rowStride();
        int a1 = left.at() + Math.min(row + 1, last) * left.rowStride();
        int a2 = left.at() + Math.min(row + 2, last) * left.rowStride();
        int a3 = left.at() + Math.min(row + 3, last) * left.rowStride();
        int to = result.at() + column;
        int to0 = to + row * result.rowStride();
        int to1 = to + Math.min(row + 1, last) * result.rowStride();
        int to2 = to + Math.min(row + 2, last) * result.rowStride();
        int to3 = to + Math.min(row + 3, last) * result.rowStride();
        FloatVector c0 = FloatVector.fromArray(SPECIES, c, to0);
        FloatVector c1 = FloatVector.fromArray(SPECIES, c, to1);
        FloatVector c2 = FloatVector.fromArray(SPECIES, c, to2);
        FloatVector c3 = FloatVector.fromArray(SPECIES, c, to3);
        int at = right.at() + column;
        int offset = 0;
        for (int k = 0; k < depth; k++) {
            FloatVector b = FloatVector.fromArray(SPECIES, right.values(), at);
            c0 = FloatVector.broadcast(SPECIES, a[a0 + offset]).fma(b, c0);
            c1 = FloatVector.broadcast(SPECIES, a[a1 + offset]).fma(b, c1);
            c2 = FloatVector.broadcast(SPECIES, a[a2 + offset]).fma(b, c2);
            c3 = FloatVector.broadcast(SPECIES, a[a3 + offset]).fma(b, c3);
            at += right.rowStride();
            offset += left.columnStride();
        }
        c0.intoArray(c, to0);
        c1.intoArray(c, to1);
        c2.intoArray(c, to2);
        c3.intoArray(c, to3);
    }
}
