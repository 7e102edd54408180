package dev.drover.herd.train.kernel;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

import static dev.drover.herd.train.kernel.Lanes.SPECIES;

/** Probabilities from scores, and the gradient back through them; rows are padded to a multiple of 16 floats. */
public final class Softmax {

    private static final int LANES = Lanes.COUNT;

    private Softmax() {}

    /**
     * Replaces a row of scores by the probabilities of its first {@code limit} entries, {@code softmax(scale * score)}; the
     * rest of the padded row becomes zero.
     *
     * @return the sum of {@code exp(scale * (score - max))} before division
     */
    public static float forward(float[] row, int at, int limit, int padded, float scale, float[] scratch) {
        Arrays.fill(row, at + limit, at + padded, Float.NEGATIVE_INFINITY);
        float max = Sums.max(row, at, padded, scratch);
        for (int i = 0; i < padded; i += LANES) {
            FloatVector score = FloatVector.fromArray(SPECIES, row, at + i).sub(max).mul(scale);
            Exponential.exp(score).intoArray(row, at + i);
        }
        Arrays.fill(row, at + limit, at + padded, 0);
        float sum = Sums.sum(row, at, padded, scratch);
        Elements.scale(row, at, padded, 1f / sum);
        return sum;
    }

    /** Replaces the gradient of probabilities by that of the scores: {@code p (dp - sum of p dp) scale}. */
    public static void backward(float[] p, int at, float[] dp, int from, int padded, float scale, float[] scratch) {
        float mean = Sums.dot(p, at, dp, from, padded, scratch);
        for (int i = 0; i < padded; i += LANES) {
            FloatVector difference = FloatVector.fromArray(SPECIES, dp, from + i).sub(mean);
            FloatVector.fromArray(SPECIES, p, at + i).mul(difference).mul(scale).intoArray(dp, from + i);
        }
    }
}
