package dev.drover.inference.token;

/**
 * What a sequence must be able to do.
 *
 * @param capacity how many tokens it may reach, at least 1; at most the model's context length
 * @param rewind how many tokens {@link TokenSequence#truncate} may go back; {@link Integer#MAX_VALUE} for any number
 */
public record SequenceOptions(int capacity, int rewind) {

    /** Checks the ranges. */
    public SequenceOptions {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity: " + capacity + " (expected: at least 1)");
        }
        if (rewind < 0) {
            throw new IllegalArgumentException("rewind: " + rewind + " (expected: at least 0)");
        }
    }

    /** A sequence of up to {@code capacity} tokens that can be cut back anywhere. */
    public static SequenceOptions capacity(int capacity) {
        return new SequenceOptions(capacity, Integer.MAX_VALUE);
    }
}
