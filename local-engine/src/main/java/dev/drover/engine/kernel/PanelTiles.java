package dev.drover.engine.kernel;

import jdk.incubator.vector.FloatVector;

/**
 * Four unpacked rows of weights times several tokens' activations: a tile of 4 x T accumulators in registers, so that
 * each value loaded is used several times. The methods differ in T alone; Java has no other way to keep an array of
 * vectors in registers.
 */
final class PanelTiles {

    private PanelTiles() {}

    /**
     * Multiplies.
     *
     * @param tokens 1 to 6
     * @param panel four rows of {@code columns} weights, then room for the accumulators
     * @param columns the distance of two rows, and of two tokens in {@code input}
     * @param whole how many columns count, a multiple of the lanes
     * @param input activations
     * @param at where the first token's start
     * @param sums where in {@code panel} the accumulators go, four a token
     */
    static void multiply(int tokens, float[] panel, int columns, int whole, float[] input, int at, int sums) {
        switch (tokens) {
            case 1 -> one(panel, columns, whole, input, at, sums);
            case 2 -> two(panel, columns, whole, input, at, sums);
            case 3 -> three(panel, columns, whole, input, at, sums);
            case 4 -> four(panel, columns, whole, input, at, sums);
            case 5 -> five(panel, columns, whole, input, at, sums);
            default -> six(panel, columns, whole, input, at, sums);
        }
    }

    private static void one(float[] panel, int columns, int whole, float[] input, int at, int sums) {
        FloatVector a0 = FloatVector.zero(Lanes.FLOATS);
        FloatVector b0 = a0;
        FloatVector c0 = a0;
        FloatVector d0 = a0;
        for (int i = 0; i < whole; i += Lanes.COUNT) {
            FloatVector a = FloatVector.fromArray(Lanes.FLOATS, panel, i);
            FloatVector b = FloatVector.fromArray(Lanes.FLOATS, panel, columns + i);
            FloatVector c = FloatVector.fromArray(Lanes.FLOATS, panel, 2 * columns + i);
            FloatVector d = FloatVector.fromArray(Lanes.FLOATS, panel, 3 * columns + i);
            FloatVector x0 = FloatVector.fromArray(Lanes.FLOATS, input, at + i);
            a0 = a.fma(x0, a0);
            b0 = b.fma(x0, b0);
            c0 = c.fma(x0, c0);
            d0 = d.fma(x0, d0);
        }
        a0.intoArray(panel, sums);
        b0.intoArray(panel, sums + Lanes.COUNT);
        c0.intoArray(panel, sums + 2 * Lanes.COUNT);
        d0.intoArray(panel, sums + 3 * Lanes.COUNT);
    }

    private static void two(float[] panel, int columns, int whole, float[] input, int at, int sums) {
        FloatVector a0 = FloatVector.zero(Lanes.FLOATS);
        FloatVector b0 = a0;
        FloatVector c0 = a0;
        FloatVector d0 = a0;
        FloatVector a1 = a0;
        FloatVector b1 = a0;
        FloatVector c1 = a0;
        FloatVector d1 = a0;
        for (int i = 0; i < whole; i += Lanes.COUNT) {
            FloatVector a = FloatVector.fromArray(Lanes.FLOATS, panel, i);
            FloatVector b = FloatVector.fromArray(Lanes.FLOATS, panel, columns + i);
            FloatVector c = FloatVector.fromArray(Lanes.FLOATS, panel, 2 * columns + i);
            FloatVector d = FloatVector.fromArray(Lanes.FLOATS, panel, 3 * columns + i);
            FloatVector x0 = FloatVector.fromArray(Lanes.FLOATS, input, at + i);
            a0 = a.fma(x0, a0);
            b0 = b.fma(x0, b0);
            c0 = c.fma(x0, c0);
            d0 = d.fma(x0, d0);
            FloatVector x1 = FloatVector.fromArray(Lanes.FLOATS, input, at + columns + i);
            a1 = a.fma(x1, a1);
            b1 = b.fma(x1, b1);
            c1 = c.fma(x1, c1);
            d1 = d.fma(x1, d1);
        }
        a0.intoArray(panel, sums);
        b0.intoArray(panel, sums + Lanes.COUNT);
        c0.intoArray(panel, sums + 2 * Lanes.COUNT);
        d0.intoArray(panel, sums + 3 * Lanes.COUNT);
        a1.intoArray(panel, sums + 4 * Lanes.COUNT);
        b1.intoArray(panel, sums + 5 * Lanes.COUNT);
        c1.intoArray(panel, sums + 6 * Lanes.COUNT);
        d1.intoArray(panel, sums + 7 * Lanes.COUNT);
    }

    private static void three(float[] panel, int columns, int whole, float[] input, int at, int sums) {
        FloatVector a0 = FloatVector.zero(Lanes.FLOATS);
        FloatVector b0 = a0;
        FloatVector c0 = a0;
        FloatVector d0 = a0;
        FloatVector a1 = a0;
        FloatVector b1 = a0;
        FloatVector c1 = a0;
        FloatVector d1 = a0;
        FloatVector a2 = a0;
        FloatVector b2 = a0;
        FloatVector c2 = a0;
        FloatVector d2 = a0;
        for (int i = 0; i < whole; i += Lanes.COUNT) {
            FloatVector a = FloatVector.fromArray(Lanes.FLOATS, panel, i);
            FloatVector b = FloatVector.fromArray(Lanes.FLOATS, panel, columns + i);
            FloatVector c = FloatVector.fromArray(Lanes.FLOATS, panel, 2 * columns + i);
            FloatVector d = FloatVector.fromArray(Lanes.FLOATS, panel, 3 * columns + i);
            FloatVector x0 = FloatVector.fromArray(Lanes.FLOATS, input, at + i);
            a0 = a.fma(x0, a0);
            b0 = b.fma(x0, b0);
            c0 = c.fma(x0, c0);
            d0 = d.fma(x0, d0);
            FloatVector x1 = FloatVector.fromArray(Lanes.FLOATS, input, at + columns + i);
            a1 = a.fma(x1, a1);
            b1 = b.fma(x1, b1);
            c1 = c.fma(x1, c1);
            d1 = d.fma(x1, d1);
            FloatVector x2 = FloatVector.fromArray(Lanes.FLOATS, input, at + 2 * columns + i);
            a2 = a.fma(x2, a2);
            b2 = b.fma(x2, b2);
            c2 = c.fma(x2, c2);
            d2 = d.fma(x2, d2);
        }
        a0.intoArray(panel, sums);
        b0.intoArray(panel, sums + Lanes.COUNT);
        c0.intoArray(panel, sums + 2 * Lanes.COUNT);
        d0.intoArray(panel, sums + 3 * Lanes.COUNT);
        a1.intoArray(panel, sums + 4 * Lanes.COUNT);
        b1.intoArray(panel, sums + 5 * Lanes.COUNT);
        c1.intoArray(panel, sums + 6 * Lanes.COUNT);
        d1.intoArray(panel, sums + 7 * Lanes.COUNT);
        a2.intoArray(panel, sums + 8 * Lanes.COUNT);
        b2.intoArray(panel, sums + 9 * Lanes.COUNT);
        c2.intoArray(panel, sums + 10 * Lanes.COUNT);
        d2.intoArray(panel, sums + 11 * Lanes.COUNT);
    }

    private static void four(float[] panel, int columns, int whole, float[] input, int at, int sums) {
        FloatVector a0 = FloatVector.zero(Lanes.FLOATS);
        FloatVector b0 = a0;
        FloatVector c0 = a0;
        FloatVector d0 = a0;
        FloatVector a1 = a0;
        FloatVector b1 = a0;
        FloatVector c1 = a0;
        FloatVector d1 = a0;
        FloatVector a2 = a0;
        FloatVector b2 = a0;
        FloatVector c2 = a0;
        FloatVector d2 = a0;
        FloatVector a3 = a0;
        FloatVector b3 = a0;
        FloatVector c3 = a0;
        FloatVector d3 = a0;
        for (int i = 0; i < whole; i += Lanes.COUNT) {
            FloatVector a = FloatVector.fromArray(Lanes.FLOATS, panel, i);
            FloatVector b = FloatVector.fromArray(Lanes.FLOATS, panel, columns + i);
            FloatVector c = FloatVector.fromArray(Lanes.FLOATS, panel, 2 * columns + i);
            FloatVector d = FloatVector.fromArray(Lanes.FLOATS, panel, 3 * columns + i);
            FloatVector x0 = FloatVector.fromArray(Lanes.FLOATS, input, at + i);
            a0 = a.fma(x0, a0);
            b0 = b.fma(x0, b0);
            c0 = c.fma(x0, c0);
            d0 = d.fma(x0, d0);
            FloatVector x1 = FloatVector.fromArray(Lanes.FLOATS, input, at + columns + i);
            a1 = a.fma(x1, a1);
            b1 = b.fma(x1, b1);
            c1 = c.fma(x1, c1);
            d1 = d.fma(x1, d1);
            FloatVector x2 = FloatVector.fromArray(Lanes.FLOATS, input, at + 2 * columns + i);
            a2 = a.fma(x2, a2);
            b2 = b.fma(x2, b2);
            c2 = c.fma(x2, c2);
            d2 = d.fma(x2, d2);
            FloatVector x3 = FloatVector.fromArray(Lanes.FLOATS, input, at + 3 * columns + i);
            a3 = a.fma(x3, a3);
            b3 = b.fma(x3, b3);
            c3 = c.fma(x3, c3);
            d3 = d.fma(x3, d3);
        }
        a0.intoArray(panel, sums);
        b0.intoArray(panel, sums + Lanes.COUNT);
        c0.intoArray(panel, sums + 2 * Lanes.COUNT);
        d0.intoArray(panel, sums + 3 * Lanes.COUNT);
        a1.intoArray(panel, sums + 4 * Lanes.COUNT);
        b1.intoArray(panel, sums + 5 * Lanes.COUNT);
        c1.intoArray(panel, sums + 6 * Lanes.COUNT);
        d1.intoArray(panel, sums + 7 * Lanes.COUNT);
        a2.intoArray(panel, sums + 8 * Lanes.COUNT);
        b2.intoArray(panel, sums + 9 * Lanes.COUNT);
        c2.intoArray(panel, sums + 10 * Lanes.COUNT);
        d2.intoArray(panel, sums + 11 * Lanes.COUNT);
        a3.intoArray(panel, sums + 12 * Lanes.COUNT);
        b3.intoArray(panel, sums + 13 * Lanes.COUNT);
        c3.intoArray(panel, sums + 14 * Lanes.COUNT);
        d3.intoArray(panel, sums + 15 * Lanes.COUNT);
    }

    private static void five(float[] panel, int columns, int whole, float[] input, int at, int sums) {
        FloatVector a0 = FloatVector.zero(Lanes.FLOATS);
        FloatVector b0 = a0;
        FloatVector c0 = a0;
        FloatVector d0 = a0;
        FloatVector a1 = a0;
        FloatVector b1 = a0;
        FloatVector c1 = a0;
        FloatVector d1 = a0;
        FloatVector a2 = a0;
        FloatVector b2 = a0;
        FloatVector c2 = a0;
        FloatVector d2 = a0;
        FloatVector a3 = a0;
        FloatVector b3 = a0;
        FloatVector c3 = a0;
        FloatVector d3 = a0;
        FloatVector a4 = a0;
        FloatVector b4 = a0;
        FloatVector c4 = a0;
        FloatVector d4 = a0;
        for (int i = 0; i < whole; i += Lanes.COUNT) {
            FloatVector a = FloatVector.fromArray(Lanes.FLOATS, panel, i);
            FloatVector b = FloatVector.fromArray(Lanes.FLOATS, panel, columns + i);
            FloatVector c = FloatVector.fromArray(Lanes.FLOATS, panel, 2 * columns + i);
            FloatVector d = FloatVector.fromArray(Lanes.FLOATS, panel, 3 * columns + i);
            FloatVector x0 = FloatVector.fromArray(Lanes.FLOATS, input, at + i);
            a0 = a.fma(x0, a0);
            b0 = b.fma(x0, b0);
            c0 = c.fma(x0, c0);
            d0 = d.fma(x0, d0);
            FloatVector x1 = FloatVector.fromArray(Lanes.FLOATS, input, at + columns + i);
            a1 = a.fma(x1, a1);
            b1 = b.fma(x1, b1);
            c1 = c.fma(x1, c1);
            d1 = d.fma(x1, d1);
            FloatVector x2 = FloatVector.fromArray(Lanes.FLOATS, input, at + 2 * columns + i);
            a2 = a.fma(x2, a2);
            b2 = b.fma(x2, b2);
            c2 = c.fma(x2, c2);
            d2 = d.fma(x2, d2);
            FloatVector x3 = FloatVector.fromArray(Lanes.FLOATS, input, at + 3 * columns + i);
            a3 = a.fma(x3, a3);
            b3 = b.fma(x3, b3);
            c3 = c.fma(x3, c3);
            d3 = d.fma(x3, d3);
            FloatVector x4 = FloatVector.fromArray(Lanes.FLOATS, input, at + 4 * columns + i);
            a4 = a.fma(x4, a4);
            b4 = b.fma(x4, b4);
            c4 = c.fma(x4, c4);
            d4 = d.fma(x4, d4);
        }
        a0.intoArray(panel, sums);
        b0.intoArray(panel, sums + Lanes.COUNT);
        c0.intoArray(panel, sums + 2 * Lanes.COUNT);
        d0.intoArray(panel, sums + 3 * Lanes.COUNT);
        a1.intoArray(panel, sums + 4 * Lanes.COUNT);
        b1.intoArray(panel, sums + 5 * Lanes.COUNT);
        c1.intoArray(panel, sums + 6 * Lanes.COUNT);
        d1.intoArray(panel, sums + 7 * Lanes.COUNT);
        a2.intoArray(panel, sums + 8 * Lanes.COUNT);
        b2.intoArray(panel, sums + 9 * Lanes.COUNT);
        c2.intoArray(panel, sums + 10 * Lanes.COUNT);
        d2.intoArray(panel, sums + 11 * Lanes.COUNT);
        a3.intoArray(panel, sums + 12 * Lanes.COUNT);
        b3.intoArray(panel, sums + 13 * Lanes.COUNT);
        c3.intoArray(panel, sums + 14 * Lanes.COUNT);
        d3.intoArray(panel, sums + 15 * Lanes.COUNT);
        a4.intoArray(panel, sums + 16 * Lanes.COUNT);
        b4.intoArray(panel, sums + 17 * Lanes.COUNT);
        c4.intoArray(panel, sums + 18 * Lanes.COUNT);
        d4.intoArray(panel, sums + 19 * Lanes.COUNT);
    }

    private static void six(float[] panel, int columns, int whole, float[] input, int at, int sums) {
        FloatVector a0 = FloatVector.zero(Lanes.FLOATS);
        FloatVector b0 = a0;
        FloatVector c0 = a0;
        FloatVector d0 = a0;
        FloatVector a1 = a0;
        FloatVector b1 = a0;
        FloatVector c1 = a0;
        FloatVector d1 = a0;
        FloatVector a2 = a0;
        FloatVector b2 = a0;
        FloatVector c2 = a0;
        FloatVector d2 = a0;
        FloatVector a3 = a0;
        FloatVector b3 = a0;
        FloatVector c3 = a0;
        FloatVector d3 = a0;
        FloatVector a4 = a0;
        FloatVector b4 = a0;
        FloatVector c4 = a0;
        FloatVector d4 = a0;
        FloatVector a5 = a0;
        FloatVector b5 = a0;
        FloatVector c5 = a0;
        FloatVector d5 = a0;
        for (int i = 0; i < whole; i += Lanes.COUNT) {
            FloatVector a = FloatVector.fromArray(Lanes.FLOATS, panel, i);
            FloatVector b = FloatVector.fromArray(Lanes.FLOATS, panel, columns + i);
            FloatVector c = FloatVector.fromArray(Lanes.FLOATS, panel, 2 * columns + i);
            FloatVector d = FloatVector.fromArray(Lanes.FLOATS, panel, 3 * columns + i);
            FloatVector x0 = FloatVector.fromArray(Lanes.FLOATS, input, at + i);
            a0 = a.fma(x0, a0);
            b0 = b.fma(x0, b0);
            c0 = c.fma(x0, c0);
            d0 = d.fma(x0, d0);
            FloatVector x1 = FloatVector.fromArray(Lanes.FLOATS, input, at + columns + i);
            a1 = a.fma(x1, a1);
            b1 = b.fma(x1, b1);
            c1 = c.fma(x1, c1);
            d1 = d.fma(x1, d1);
            FloatVector x2 = FloatVector.fromArray(Lanes.FLOATS, input, at + 2 * columns + i);
            a2 = a.fma(x2, a2);
            b2 = b.fma(x2, b2);
            c2 = c.fma(x2, c2);
            d2 = d.fma(x2, d2);
            FloatVector x3 = FloatVector.fromArray(Lanes.FLOATS, input, at + 3 * columns + i);
            a3 = a.fma(x3, a3);
            b3 = b.fma(x3, b3);
            c3 = c.fma(x3, c3);
            d3 = d.fma(x3, d3);
            FloatVector x4 = FloatVector.fromArray(Lanes.FLOATS, input, at + 4 * columns + i);
            a4 = a.fma(x4, a4);
            b4 = b.fma(x4, b4);
            c4 = c.fma(x4, c4);
            d4 = d.fma(x4, d4);
            FloatVector x5 = FloatVector.fromArray(Lanes.FLOATS, input, at + 5 * columns + i);
            a5 = a.fma(x5, a5);
            b5 = b.fma(x5, b5);
            c5 = c.fma(x5, c5);
            d5 = d.fma(x5, d5);
        }
        a0.intoArray(panel, sums);
        b0.intoArray(panel, sums + Lanes.COUNT);
        c0.intoArray(panel, sums + 2 * Lanes.COUNT);
        d0.intoArray(panel, sums + 3 * Lanes.COUNT);
        a1.intoArray(panel, sums + 4 * Lanes.COUNT);
        b1.intoArray(panel, sums + 5 * Lanes.COUNT);
        c1.intoArray(panel, sums + 6 * Lanes.COUNT);
        d1.intoArray(panel, sums + 7 * Lanes.COUNT);
        a2.intoArray(panel, sums + 8 * Lanes.COUNT);
        b2.intoArray(panel, sums + 9 * Lanes.COUNT);
        c2.intoArray(panel, sums + 10 * Lanes.COUNT);
        d2.intoArray(panel, sums + 11 * Lanes.COUNT);
        a3.intoArray(panel, sums + 12 * Lanes.COUNT);
        b3.intoArray(panel, sums + 13 * Lanes.COUNT);
        c3.intoArray(panel, sums + 14 * Lanes.COUNT);
        d3.intoArray(panel, sums + 15 * Lanes.COUNT);
        a4.intoArray(panel, sums + 16 * Lanes.COUNT);
        b4.intoArray(panel, sums + 17 * Lanes.COUNT);
        c4.intoArray(panel, sums + 18 * Lanes.COUNT);
        d4.intoArray(panel, sums + 19 * Lanes.COUNT);
        a5.intoArray(panel, sums + 20 * Lanes.COUNT);
        b5.intoArray(panel, sums + 21 * Lanes.COUNT);
        c5.intoArray(panel, sums + 22 * Lanes.COUNT);
        d5.intoArray(panel, sums + 23 * Lanes.COUNT);
    }
}
