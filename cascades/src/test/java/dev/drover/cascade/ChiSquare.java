package dev.drover.cascade;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Whether samples come from a law: Pearson's test, on a normal scale by Wilson and Hilferty's approximation. */
final class ChiSquare {

    private ChiSquare() {}

    /** How many standard deviations the samples are off; about a normal number when the law is theirs. */
    static double deviation(Map<String, Double> law, int samples, Supplier<String> sampler) {
        Map<String, Integer> counts = new HashMap<>();
        for (int i = 0; i < samples; i++) {
            counts.merge(sampler.get(), 1, Integer::sum);
        }
        if (!law.keySet().containsAll(counts.keySet())) {
            return Double.POSITIVE_INFINITY;
        }
        double statistic = 0;
        int cells = 0;
        double rareExpected = 0;
        double rareCount = 0;
        for (Map.Entry<String, Double> entry : law.entrySet()) {
            double expected = entry.getValue() * samples;
            double count = counts.getOrDefault(entry.getKey(), 0);
            if (expected < 5) {
                rareExpected += expected;
                rareCount += count;
            } else {
                statistic += (count - expected) * (count - expected) / expected;
                cells++;
            }
        }
        if (rareExpected > 1) {
            statistic += (rareCount - rareExpected) * (rareCount - rareExpected) / rareExpected;
            cells++;
        }
        double freedom = cells - 1;
        double spread = 2 / (9 * freedom);
        return (Math.cbrt(statistic / freedom) - (1 - spread)) / Math.sqrt(spread);
    }
}
