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
     * @param panel four rows of {@code columns} weights
     * @param columns the distance of two rows, and of two tokens in {@code input}
     * @param whole how many columns count, a multiple of the lanes
     * @param input activations
     * @param at where the first token's start
     * @param output receives four values a token
     * @param to where the first token's go
     * @param stride the distance of two tokens in {@code output}
     * @param rows how many of the four rows are wanted
     */
    static void multiply(int tokens, float[] panel, int columns, int whole, float[] input, int at, float[] output,
            int to, int stride, int rows) {
        switch (tokens) {
            case 1 -> one(panel, columns, whole, input, at, output, to, rows);
            case 2 -> two(panel, columns, whole, input, at, output, to, stride, rows);
            case 3 -> three(panel, columns, whole, input, at, output, to, stride, rows);
            case 4 -> four(panel, columns, whole, input, at, output, to, stride, rows);
            case 5 -> five(panel, columns, whole, input, at, output, to, stride, rows);
            default -> six(panel, columns, whole, input, at, output, to, stride, rows);
        }
    }

    private static void one(float[] panel, int columns, int whole, float[] input, int at, float[] output, int to,
            int rows) {
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
        Lanes.store(Lanes.fold(a0, b0, c0, d0), output, to, rows);
    }

    private static void two(float[] panel, int columns, int whole, float[] input, int at, float[] output, int to,
            int stride, int rows) {
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
        Lanes.store(Lanes.fold(a0, b0, c0, d0), output, to, rows);
        Lanes.store(Lanes.fold(a1, b1, c1, d1), output, to + stride, rows);
    }

    private static void three(float[] panel, int columns, int whole, float[] input, int at, float[] output, int to,
            int stride, int rows) {
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
        Lanes.store(Lanes.fold(a0, b0, c0, d0), output, to, rows);
        Lanes.store(Lanes.fold(a1, b1, c1, d1), output, to + stride, rows);
        Lanes.store(Lanes.fold(a2, b2, c2, d2), output, to + 2 * stride, rows);
    }

    private static void four(float[] panel, int columns, int whole, float[] input, int at, float[] output, int to,
            int stride, int rows) {
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
        Lanes.store(Lanes.fold(a0, b0, c0, d0), output, to, rows);
        Lanes.store(Lanes.fold(a1, b1, c1, d1), output, to + stride, rows);
        Lanes.store(Lanes.fold(a2, b2, c2, d2), output, to + 2 * stride, rows);
        Lanes.store(Lanes.fold(a3, b3, c3, d3), output, to + 3 * stride, rows);
    }

    private static void five(float[] panel, int columns, int whole, float[] input, int at, float[] output, int to,
            int stride, int rows) {
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
        Lanes.store(Lanes.fold(a0, b0, c0, d0), output, to, rows);
        Lanes.store(Lanes.fold(a1, b1, c1, d1), output, to + stride, rows);
        Lanes.store(Lanes.fold(a2, b2, c2, d2), output, to + 2 * stride, rows);
        Lanes.store(Lanes.fold(a3, b3, c3, d3), output, to + 3 * stride, rows);
        Lanes.store(Lanes.fold(a4, b4, c4, d4), output, to + 4 * stride, rows);
    }

    private static void six(float[] panel, int columns, int whole, float[] input, int at, float[] output, int to,
            int stride, int rows) {
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
        Lanes.store(Lanes.fold(a0, b0, c0, d0), output, to, rows);
        Lanes.store(Lanes.fold(a1, b1, c1, d1), output, to + stride, rows);
        Lanes.store(Lanes.fold(a2, b2, c2, d2), output, to + 2 * stride, rows);
        Lanes.store(Lanes.fold(a3, b3, c3, d3), output, to + 3 * stride, rows);
        Lanes.store(Lanes.fold(a4, b4, c4, d4), output, to + 4 * stride, rows);
        Lanes.store(Lanes.fold(a5, b5, c5, d5), output, to + 5 * stride, rows);
    }
}
