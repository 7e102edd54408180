package dev.drover.router.quality;

/**
 * How heads are trained.
 *
 * @param seed of the order of examples and of what is dropped
 * @param epochs passes over the outcomes, 1 to 1,000
 * @param rate AdaGrad's step, above 0
 * @param l2 weight decay, at least 0
 * @param dropout share of a prompt's features that is left out of each step, 0 to 0.9: no single wording may carry a
 *        prediction, which is what helps on wordings never seen
 * @param bits features are hashed into two to the power of this many buckets, 8 to 20
 */
public record TrainingOptions(long seed, int epochs, double rate, double l2, double dropout, int bits) {

    /** Seed 1, 30 epochs, rate 0.1, decay 1e-4, dropout 0.3, 2^15 buckets. */
    public static final TrainingOptions STANDARD = new TrainingOptions(1, 30, 0.1, 1e-4, 0.3, 15);

    /** Checks the ranges. */
    public TrainingOptions {
        check("epochs", epochs, 1, 1_000);
        check("rate", rate, 1e-6, 100);
        check("l2", l2, 0, 1);
        check("dropout", dropout, 0, 0.9);
        check("bits", bits, 8, 20);
    }

    private static void check(String key, double value, double min, double max) {
        if (!(value >= min && value <= max)) {
            throw new IllegalArgumentException(key + ": " + value + " (expected: from " + min + " to " + max + ")");
        }
    }

    /** The same with another seed. */
    public TrainingOptions withSeed(long other) {
        return new TrainingOptions(other, epochs, rate, l2, dropout, bits);
    }
}
