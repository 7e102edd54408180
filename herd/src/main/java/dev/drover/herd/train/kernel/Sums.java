package dev.drover.herd.train.kernel;

import jdk.incubator.vector.FloatVector;

import static dev.drover.herd.train.kernel.Lanes.SPECIES;
import static dev.drover.herd.train.kernel.Lanes.STRANDS;

/**
 * Sums over rows whose length is a multiple of {@link Lanes#STRANDS}: strand s adds the elements s, s + 16, s + 32 ... in
 * order, then the 16 strands are added pairwise, so that no bit depends on the lane width.
 */
public final class Sums {

    private static final int LANES = Lanes.COUNT;

    private Sums() {}

    /** The inner product of two rows; the scratch holds at least 16 floats. */
    public static float dot(float[] a, int at, float[] b, int from, int length, float[] scratch) {
        for (int lane = 0; lane < STRANDS; lane += LANES) {
            FloatVector sum = FloatVector.zero(SPECIES);
            for (int i = lane; i < length; i += STRANDS) {
                FloatVector left = FloatVector.fromArray(SPECIES, a, at + i);
                sum = left.fma(FloatVector.fromArray(SPECIES, b, from + i), sum);
            }
            sum.intoArray(scratch, lane);
        }
        return total(scratch);
    }

    /** The inner product of three rows, {@code sum of a b c}; the scratch holds at least 16 floats. */
    public static float dot(float[] a, int at, float[] b, int from, float[] c, int weight, int length,
            float[] scratch) {
        for (int lane = 0; lane < STRANDS; lane += LANES) {
            FloatVector sum = FloatVector.zero(SPECIES);
            for (int i = lane; i < length; i += STRANDS) {
                FloatVector left = FloatVector.fromArray(SPECIES, a, at + i)
                        .mul(FloatVector.fromArray(SPECIES, c, weight + i));
                sum = left.fma(FloatVector.fromArray(SPECIES, b, from + i), sum);
            }
            sum.intoArray(scratch, lane);
        }
        return total(scratch);
    }

    /** The sum of a row; the scratch holds at least 16 floats. */
    public static float sum(float[] a, int at, int length, float[] scratch) {
        for (int lane = 0; lane < STRANDS; lane += LANES) {
            FloatVector sum = FloatVector.zero(SPECIES);
            for (int i = lane; i < length; i += STRANDS) {
                sum = sum.add(FloatVector.fromArray(SPECIES, a, at + i));
            }
            sum.intoArray(scratch, lane);
        }
        return total(scratch);
    }

    /** The largest element of a row; the scratch holds at least 16 floats. */
    public static float max(float[] a, int at, int length, float[] scratch) {
        FloatVector max = FloatVector.fromArray(SPECIES, a, at);
        for (int i = LANES; i < length; i += LANES) {
            max = max.max(FloatVector.fromArray(SPECIES, a, at + i));
        }
        max.intoArray(scratch, 0);
        float result = scratch[0];
        for (int i = 1; i < LANES; i++) {
            result = Math.max(result, scratch[i]);
        }
        return result;
    }

    private static float total(float[] strands) {
        for (int half = STRANDS / 2; half > 0; half /= 2) {
            for (int i = 0; i < half; i++) {
                strands[i] += strands[i + half];
            }
        }
        return strands[0];
    }
}
