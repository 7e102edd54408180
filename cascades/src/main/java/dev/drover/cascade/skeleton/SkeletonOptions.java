package dev.drover.cascade.skeleton;

import java.util.Locale;

/**
 * How an answer is written by points.
 *
 * @param when which questions are answered so
 * @param points how many points an answer has at most, 2 to 20
 * @param atOnce how many of them are written at the same time, 1 to 20
 */
public record SkeletonOptions(When when, int points, int atOnce) {

    /** Asks the model which questions; up to ten points, all at once. */
    public static final SkeletonOptions STANDARD = new SkeletonOptions(When.ASK, 10, 10);

    /** Which questions are answered by points. */
    public enum When {
        /** Those of which the model itself says that their answer is a list of points that do not need one another. */
        ASK,
        /** All. */
        ALWAYS;

        /** The word in documents. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Checks the ranges. */
    public SkeletonOptions {
        require(points >= 2 && points <= 20, "points", points, "2 to 20");
        require(atOnce >= 1 && atOnce <= 20, "atOnce", atOnce, "1 to 20");
    }

    private static void require(boolean holds, String name, int value, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")");
        }
    }
}
