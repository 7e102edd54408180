package dev.drover.herd.train.kernel;

import jdk.incubator.vector.FloatVector;

import static dev.drover.herd.train.kernel.Lanes.SPECIES;

/**
 * The register tiles of the matrix product: rows of the left operand are broadcast against a packed panel of the right
 * one, and the sums are added to the result. Four vectors wide where there are 32 registers, else two.
 */
final class Tile {

    private static final int LANES = Lanes.COUNT;
    private static final boolean WIDE = LANES == 16;

    /** The columns of a panel. */
    static final int WIDTH = (WIDE ? 4 : 2) * LANES;

    private Tile() {}

    /**
     * Adds four rows times a panel to four rows of the result.
     *
     * @param a the left operand, from {@code row} and inner index {@code inner}
     * @param panel holds {@code depth} rows of {@link #WIDTH} floats, from {@code panelAt}
     * @param c the result, from {@code row} and {@code column}
     */
    static void four(Matrix a, int row, int inner, float[] panel, int panelAt, int depth, Matrix c, int column) {
        if (WIDE) {
            fourWide(a, row, inner, panel, panelAt, depth, c, column);
        } else {
            fourNarrow(a, row, inner, panel, panelAt, depth, c, column);
        }
    }

    /** Adds one row times a panel to a row of the result. */
    static void one(float[] a, int at, int columnStride, float[] panel, int panelAt, int depth, float[] c, int to) {
        for (int j = 0; j < WIDTH; j += LANES) {
            FloatVector sum = FloatVector.fromArray(SPECIES, c, to + j);
            for (int k = 0; k < depth; k++) {
                FloatVector b = FloatVector.fromArray(SPECIES, panel, panelAt + k * WIDTH + j);
                sum = FloatVector.broadcast(SPECIES, a[at + k * columnStride]).fma(b, sum);
            }
            sum.intoArray(c, to + j);
        }
    }

    /** Sixteen sums that must stay in registers, hence in one method. */
    @SuppressWarnings("checkstyle:MethodLength")
    private static void fourWide(Matrix left, int row, int inner, float[] panel, int panelAt, int depth, Matrix result,
            int column) {
        float[] a = left.values();
        float[] c = result.values();
        int rowStride = left.rowStride();
        int to = result.at() + row * result.rowStride() + column;
        int to1 = to + result.rowStride();
        int to2 = to1 + result.rowStride();
        int to3 = to2 + result.rowStride();
        FloatVector c00 = FloatVector.fromArray(SPECIES, c, to);
        FloatVector c01 = FloatVector.fromArray(SPECIES, c, to + 16);
        FloatVector c02 = FloatVector.fromArray(SPECIES, c, to + 32);
        FloatVector c03 = FloatVector.fromArray(SPECIES, c, to + 48);
        FloatVector c10 = FloatVector.fromArray(SPECIES, c, to1);
        FloatVector c11 = FloatVector.fromArray(SPECIES, c, to1 + 16);
        FloatVector c12 = FloatVector.fromArray(SPECIES, c, to1 + 32);
        FloatVector c13 = FloatVector.fromArray(SPECIES, c, to1 + 48);
        FloatVector c20 = FloatVector.fromArray(SPECIES, c, to2);
        FloatVector c21 = FloatVector.fromArray(SPECIES, c, to2 + 16);
        FloatVector c22 = FloatVector.fromArray(SPECIES, c, to2 + 32);
        FloatVector c23 = FloatVector.fromArray(SPECIES, c, to2 + 48);
        FloatVector c30 = FloatVector.fromArray(SPECIES, c, to3);
        FloatVector c31 = FloatVector.fromArray(SPECIES, c, to3 + 16);
        FloatVector c32 = FloatVector.fromArray(SPECIES, c, to3 + 32);
        FloatVector c33 = FloatVector.fromArray(SPECIES, c, to3 + 48);
        int q = left.at() + row * rowStride + inner * left.columnStride();
        for (int p = panelAt; p < panelAt + depth * 64; p += 64) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, panel, p);
            FloatVector b1 = FloatVector.fromArray(SPECIES, panel, p + 16);
            FloatVector b2 = FloatVector.fromArray(SPECIES, panel, p + 32);
            FloatVector b3 = FloatVector.fromArray(SPECIES, panel, p + 48);
            FloatVector a0 = FloatVector.broadcast(SPECIES, a[q]);
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            c02 = a0.fma(b2, c02);
            c03 = a0.fma(b3, c03);
            FloatVector a1 = FloatVector.broadcast(SPECIES, a[q + rowStride]);
            c10 = a1.fma(b0, c10);
            c11 = a1.fma(b1, c11);
            c12 = a1.fma(b2, c12);
            c13 = a1.fma(b3, c13);
            FloatVector a2 = FloatVector.broadcast(SPECIES, a[q + 2 * rowStride]);
            c20 = a2.fma(b0, c20);
            c21 = a2.fma(b1, c21);
            c22 = a2.fma(b2, c22);
            c23 = a2.fma(b3, c23);
            FloatVector a3 = FloatVector.broadcast(SPECIES, a[q + 3 * rowStride]);
            c30 = a3.fma(b0, c30);
            c31 = a3.fma(b1, c31);
            c32 = a3.fma(b2, c32);
            c33 = a3.fma(b3, c33);
            q += left.columnStride();
        }
        c00.intoArray(c, to);
        c01.intoArray(c, to + 16);
        c02.intoArray(c, to + 32);
        c03.intoArray(c, to + 48);
        c10.intoArray(c, to1);
        c11.intoArray(c, to1 + 16);
        c12.intoArray(c, to1 + 32);
        c13.intoArray(c, to1 + 48);
        c20.intoArray(c, to2);
        c21.intoArray(c, to2 + 16);
        c22.intoArray(c, to2 + 32);
        c23.intoArray(c, to2 + 48);
        c30.intoArray(c, to3);
        c31.intoArray(c, to3 + 16);
        c32.intoArray(c, to3 + 32);
        c33.intoArray(c, to3 + 48);
    }

    private static void fourNarrow(Matrix left, int row, int inner, float[] panel, int panelAt, int depth,
            Matrix result, int column) {
        float[] a = left.values();
        float[] c = result.values();
        int rowStride = left.rowStride();
        int to = result.at() + row * result.rowStride() + column;
        int to1 = to + result.rowStride();
        int to2 = to1 + result.rowStride();
        int to3 = to2 + result.rowStride();
        FloatVector c00 = FloatVector.fromArray(SPECIES, c, to);
        FloatVector c01 = FloatVector.fromArray(SPECIES, c, to + LANES);
        FloatVector c10 = FloatVector.fromArray(SPECIES, c, to1);
        FloatVector c11 = FloatVector.fromArray(SPECIES, c, to1 + LANES);
        FloatVector c20 = FloatVector.fromArray(SPECIES, c, to2);
        FloatVector c21 = FloatVector.fromArray(SPECIES, c, to2 + LANES);
        FloatVector c30 = FloatVector.fromArray(SPECIES, c, to3);
        FloatVector c31 = FloatVector.fromArray(SPECIES, c, to3 + LANES);
        int q = left.at() + row * rowStride + inner * left.columnStride();
        for (int p = panelAt; p < panelAt + depth * WIDTH; p += WIDTH) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, panel, p);
            FloatVector b1 = FloatVector.fromArray(SPECIES, panel, p + LANES);
            FloatVector a0 = FloatVector.broadcast(SPECIES, a[q]);
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            FloatVector a1 = FloatVector.broadcast(SPECIES, a[q + rowStride]);
            c10 = a1.fma(b0, c10);
            c11 = a1.fma(b1, c11);
            FloatVector a2 = FloatVector.broadcast(SPECIES, a[q + 2 * rowStride]);
            c20 = a2.fma(b0, c20);
            c21 = a2.fma(b1, c21);
            FloatVector a3 = FloatVector.broadcast(SPECIES, a[q + 3 * rowStride]);
            c30 = a3.fma(b0, c30);
            c31 = a3.fma(b1, c31);
            q += left.columnStride();
        }
        c00.intoArray(c, to);
        c01.intoArray(c, to + LANES);
        c10.intoArray(c, to1);
        c11.intoArray(c, to1 + LANES);
        c20.intoArray(c, to2);
        c21.intoArray(c, to2 + LANES);
        c30.intoArray(c, to3);
        c31.intoArray(c, to3 + LANES);
    }
}
