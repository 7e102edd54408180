package dev.drover.engine.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * What all vector kernels share: the widest species of this processor, and how the lanes of accumulators become sums.
 *
 * <p>
 * The order of a sum is fixed: with L lanes, lane i is added to lane i + L/2, then to i + L/4, and so on. The Vector
 * API's own reduction leaves the order open, and its interpreter and compiler differ in it.
 */
final class Lanes {

    static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    static final int COUNT = FLOATS.length();

    /** Bytes that become one vector of floats, or on narrow processors, several. */
    static final VectorSpecies<Byte> BYTES = VectorSpecies.of(byte.class,
            VectorShape.forBitSize(Math.max(64, COUNT * Byte.SIZE)));
    static final int BYTE_COUNT = BYTES.length();
    static final int BYTE_PARTS = BYTE_COUNT / COUNT;
    static final VectorSpecies<Short> SHORTS = VectorSpecies.of(short.class,
            VectorShape.forBitSize(COUNT * Short.SIZE));

    private static final VectorShuffle<Float> SWAP_HALVES = swap(COUNT / 2);
    private static final VectorShuffle<Float> SWAP_QUARTERS = swap(COUNT / 4);
    private static final VectorShuffle<Float> SWAP_EIGHTHS = swap(Math.max(1, COUNT / 8));
    private static final VectorShuffle<Float> SWAP_SIXTEENTHS = swap(Math.max(1, COUNT / 16));
    private static final VectorMask<Float> UPPER_HALF = upper(COUNT / 2);
    private static final VectorMask<Float> UPPER_QUARTERS = upper(COUNT / 4);

    private Lanes() {}

    /** Whether the kernels are written for this processor's lanes: 4, 8 or 16 floats. */
    static boolean supported() {
        return COUNT == 4 || COUNT == 8 || COUNT == 16;
    }

    private static VectorShuffle<Float> swap(int distance) {
        return VectorShuffle.fromOp(FLOATS, lane -> lane ^ distance);
    }

    private static VectorMask<Float> upper(int distance) {
        long bits = 0;
        for (int lane = 0; lane < COUNT; lane++) {
            bits |= (lane & distance) != 0 ? 1L << lane : 0;
        }
        return VectorMask.fromLong(FLOATS, bits);
    }

    /**
     * The sums of four accumulators that lie one after another.
     *
     * @param sums the accumulators
     * @param from where the first lies
     * @param output receives the sums
     * @param to where the first goes
     * @param count how many of the four are wanted
     */
    static void fold(float[] sums, int from, float[] output, int to, int count) {
        FloatVector a = FloatVector.fromArray(FLOATS, sums, from);
        FloatVector b = FloatVector.fromArray(FLOATS, sums, from + COUNT);
        FloatVector c = FloatVector.fromArray(FLOATS, sums, from + 2 * COUNT);
        FloatVector d = FloatVector.fromArray(FLOATS, sums, from + 3 * COUNT);
        FloatVector ab = a.blend(b, UPPER_HALF).add(b.blend(a, UPPER_HALF).rearrange(SWAP_HALVES));
        FloatVector cd = c.blend(d, UPPER_HALF).add(d.blend(c, UPPER_HALF).rearrange(SWAP_HALVES));
        FloatVector sum = ab.blend(cd, UPPER_QUARTERS).add(cd.blend(ab, UPPER_QUARTERS).rearrange(SWAP_QUARTERS));
        if (COUNT >= 8) {
            sum = sum.add(sum.rearrange(SWAP_EIGHTHS));
        }
        if (COUNT >= 16) {
            sum = sum.add(sum.rearrange(SWAP_SIXTEENTHS));
        }
        sum.intoArray(sums, from);
        output[to] = sums[from];
        if (count > 1) {
            output[to + 1] = sums[from + COUNT / 2];
        }
        if (count > 2) {
            output[to + 2] = sums[from + COUNT / 4];
        }
        if (count > 3) {
            output[to + 3] = sums[from + COUNT / 2 + COUNT / 4];
        }
    }

    /** The sum of one accumulator, in the same order as {@link #fold}. */
    static float sum(FloatVector a) {
        FloatVector sum = a.add(a.rearrange(SWAP_HALVES));
        sum = sum.add(sum.rearrange(SWAP_QUARTERS));
        if (COUNT >= 8) {
            sum = sum.add(sum.rearrange(SWAP_EIGHTHS));
        }
        if (COUNT >= 16) {
            sum = sum.add(sum.rearrange(SWAP_SIXTEENTHS));
        }
        return sum.lane(0);
    }

    /** {@link Exponential#of} of each lane. */
    static FloatVector exponential(FloatVector value) {
        FloatVector x = value.min(Exponential.HIGHEST).max(Exponential.LOWEST);
        FloatVector rounder = FloatVector.broadcast(FLOATS, Exponential.ROUNDER);
        FloatVector shifted = x.fma(FloatVector.broadcast(FLOATS, Exponential.INVERSE_LN2), rounder);
        FloatVector n = shifted.sub(rounder);
        FloatVector r = n.fma(FloatVector.broadcast(FLOATS, -Exponential.LN2_HIGH), x);
        r = n.fma(FloatVector.broadcast(FLOATS, -Exponential.LN2_LOW), r);
        FloatVector p = FloatVector.broadcast(FLOATS, Exponential.C7);
        p = p.fma(r, FloatVector.broadcast(FLOATS, Exponential.C6));
        p = p.fma(r, FloatVector.broadcast(FLOATS, Exponential.C5));
        p = p.fma(r, FloatVector.broadcast(FLOATS, Exponential.C4));
        p = p.fma(r, FloatVector.broadcast(FLOATS, Exponential.C3));
        p = p.fma(r, FloatVector.broadcast(FLOATS, Exponential.C2));
        p = p.fma(r, FloatVector.broadcast(FLOATS, 1f));
        p = p.fma(r, FloatVector.broadcast(FLOATS, 1f));
        IntVector exponent = shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23);
        return p.reinterpretAsInts().add(exponent).reinterpretAsFloats();
    }
}
