package dev.drover.inference.token;

import java.util.List;

/** A sequence whose hidden states can be read and changed. */
public interface HookedSequence extends TokenSequence {

    /**
     * Appends tokens as {@link #extend(int[], int)} does, and reads and changes hidden states on the way.
     *
     * @param tokens at least one, each within the vocabulary
     * @param positions 0 to {@code tokens.length}
     * @param hooks what to read and change, in this order where several concern one place; their arrays are not to be
     *        touched until this returns
     * @return {@code positions} rows, row 0 the earliest; valid until the next call on this sequence
     * @throws dev.drover.inference.InferenceFailure.Cancelled when the thread was interrupted; the sequence is then what it
     *         was before, and what was read means nothing
     * @throws IllegalArgumentException when a token is unknown, the capacity is exceeded, or a hook names a layer, tokens or
     *         numbers that are not there
     */
    Logits extend(int[] tokens, int positions, List<Hook> hooks);
}
