package dev.drover.cascade.rule;

/**
 * A position whose distributions are all given.
 *
 * @param small {@code q}
 * @param large {@code p}, as long as {@code q}
 * @param smallUnscaled {@code q~}, as long as {@code q}
 * @param largeUnscaled {@code p~}, as long as {@code q}
 */
public record Distributions(double[] small, double[] large, double[] smallUnscaled,
        double[] largeUnscaled) implements Position {

    /** Checks the lengths. */
    public Distributions {
        if (small.length == 0 || large.length != small.length || smallUnscaled.length != small.length
                || largeUnscaled.length != small.length) {
            throw new IllegalArgumentException(
                    "distributions: " + small.length + ", " + large.length + ", " + smallUnscaled.length + " and "
                            + largeUnscaled.length + " tokens (expected: equal numbers, at least 1)");
        }
    }

    /** Distributions that were not shaped: {@code q = q~} and {@code p = p~}. */
    public static Distributions unscaled(double[] small, double[] large) {
        return new Distributions(small, large, small, large);
    }

    @Override
    public int size() {
        return small.length;
    }

    @Override
    public boolean greedy() {
        return oneHot(small) && oneHot(large);
    }

    private static boolean oneHot(double[] values) {
        int positive = 0;
        for (double value : values) {
            positive += value > 0 ? 1 : 0;
        }
        return positive == 1;
    }
}
