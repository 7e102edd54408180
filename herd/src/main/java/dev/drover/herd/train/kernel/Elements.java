package dev.drover.herd.train.kernel;

import jdk.incubator.vector.FloatVector;

import static dev.drover.herd.train.kernel.Lanes.SPECIES;

/** Element-wise functions of rows whose length is a multiple of {@link Lanes#STRANDS}. */
public final class Elements {

    private static final int LANES = Lanes.COUNT;

    private Elements() {}

    /** {@code a *= factor}. */
    public static void scale(float[] a, int at, int length, float factor) {
        for (int i = 0; i < length; i += LANES) {
            FloatVector.fromArray(SPECIES, a, at + i).mul(factor).intoArray(a, at + i);
        }
    }

    /** {@code a += b}. */
    public static void add(float[] a, int at, float[] b, int from, int length) {
        for (int i = 0; i < length; i += LANES) {
            FloatVector.fromArray(SPECIES, a, at + i)
                    .add(FloatVector.fromArray(SPECIES, b, from + i))
                    .intoArray(a, at + i);
        }
    }

    /** {@code a = own * a + other * b}. */
    public static void mix(float[] a, int at, float own, float[] b, int from, float other, int length) {
        FloatVector factor = FloatVector.broadcast(SPECIES, other);
        for (int i = 0; i < length; i += LANES) {
            FloatVector kept = FloatVector.fromArray(SPECIES, a, at + i).mul(own);
            FloatVector.fromArray(SPECIES, b, from + i).fma(factor, kept).intoArray(a, at + i);
        }
    }

    /** {@code out = silu(gate) * up}, where {@code silu(g) = g / (1 + exp(-g))} (Shazeer, "GLU variants", 2020). */
    public static void gate(float[] gate, float[] up, float[] out, int length) {
        for (int i = 0; i < length; i += LANES) {
            FloatVector g = FloatVector.fromArray(SPECIES, gate, i);
            FloatVector denominator = Exponential.exp(g.neg()).add(1f);
            g.div(denominator).mul(FloatVector.fromArray(SPECIES, up, i)).intoArray(out, i);
        }
    }

    /** Replaces {@code gate} and {@code up} by their gradients, given that of the product. */
    public static void gateBackward(float[] gate, float[] up, float[] gradient, int length) {
        for (int i = 0; i < length; i += LANES) {
            FloatVector g = FloatVector.fromArray(SPECIES, gate, i);
            FloatVector d = FloatVector.fromArray(SPECIES, gradient, i);
            FloatVector sigmoid = FloatVector.broadcast(SPECIES, 1f).div(Exponential.exp(g.neg()).add(1f));
            FloatVector silu = g.mul(sigmoid);
            FloatVector slope = g.sub(silu).fma(sigmoid, sigmoid);
            d.mul(FloatVector.fromArray(SPECIES, up, i)).mul(slope).intoArray(gate, i);
            d.mul(silu).intoArray(up, i);
        }
    }
}
