package dev.drover.inference.token;

/**
 * One sequence of tokens with the model's state (KV cache) behind it. Not thread-safe. Its methods block: use it from a
 * virtual thread; interrupting that thread ends a running {@link #extend} with
 * {@link dev.drover.inference.InferenceFailure.Cancelled}.
 *
 * <p>
 * The result for a position is the same bits whatever else the model computes at the same time.
 */
public interface TokenSequence extends AutoCloseable {

    /** The number of tokens in the sequence. */
    int length();

    /**
     * Appends tokens and returns the logits after each of the last {@code positions} of them.
     *
     * @param tokens at least one, each within the vocabulary
     * @param positions 0 to {@code tokens.length}
     * @return {@code positions} rows, row 0 the earliest; valid until the next call on this sequence
     * @throws dev.drover.inference.InferenceFailure.Cancelled when the thread was interrupted; the length is then what
     *         it was before
     * @throws IllegalArgumentException when a token is unknown or the capacity is exceeded
     */
    Logits extend(int[] tokens, int positions);

    /**
     * Drops the tokens and the state beyond a length.
     *
     * @param length 0 to {@link #length()}
     */
    void truncate(int length);

    /** A second sequence with the same tokens and state, which then goes its own way. */
    TokenSequence fork();

    /** How many of the first tokens it was given had been computed for others already, whose state it took over. */
    default int reused() {
        return 0;
    }

    /** Gives the state's memory back. May be called twice. */
    @Override
    void close();
}
