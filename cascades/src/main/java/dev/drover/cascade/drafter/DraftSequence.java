package dev.drover.cascade.drafter;

import dev.drover.inference.token.Logits;
import org.jspecify.annotations.Nullable;

/** A drafter at work on one answer. Blocks; used by one thread. */
public interface DraftSequence extends AutoCloseable {

    /**
     * How the next token is distributed in the drafter's view: a function of the tokens before it alone, not of how they
     * came about.
     *
     * @param tokens prompt, answer and draft
     * @param length how many of them count; at least as many as were kept, and otherwise one more than at the last call
     * @return one row of logits, valid until the next call; null where the drafter has no idea
     * @throws dev.drover.inference.InferenceFailure.Cancelled when the thread was interrupted
     */
    @Nullable
    Logits next(int[] tokens, int length);

    /**
     * Says how many tokens were emitted, prompt included; what was drafted beyond them is forgotten.
     *
     * @param length at least 1
     */
    void keep(int length);

    /** Frees what it holds. */
    @Override
    void close();
}
