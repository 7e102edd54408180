package dev.drover.router.evaluation;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A mean with its 95 % interval.
 *
 * @param mean the mean
 * @param low the 2.5 % point
 * @param high the 97.5 % point
 */
public record Interval(double mean, double low, double high) {

    private static final int RESAMPLES = 2_000;

    /**
     * The paired bootstrap of a mean difference: both sides are resampled together, item by item, 2,000 times.
     *
     * @param differences one an item, at least one
     * @param seed of the resampling
     */
    public static Interval ofDifferences(double[] differences, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] means = new double[RESAMPLES];
        for (int i = 0; i < RESAMPLES; i++) {
            double sum = 0;
            for (int j = 0; j < differences.length; j++) {
                sum += differences[random.nextInt(differences.length)];
            }
            means[i] = sum / differences.length;
        }
        Arrays.sort(means);
        return new Interval(Arrays.stream(differences).average().orElse(Double.NaN), means[RESAMPLES / 40],
                means[RESAMPLES - 1 - RESAMPLES / 40]);
    }
}
