package dev.drover.cascade.drafter;

import dev.drover.inference.ChatRequest;
import dev.drover.inference.token.SequenceOptions;
import dev.drover.inference.token.TokenModel;
import dev.drover.inference.token.TokenSequence;

/** Someone who drafts tokens for a large model. Safe for use by many threads. */
public interface Drafter {

    /** Its name, for messages. */
    String name();

    /** How many tokens a prompt and its answer can have together; {@link Integer#MAX_VALUE} for any number. */
    int contextLength();

    /**
     * Whether it has a confidence of its own. One that proposes a single token at a time is always sure of it, so that
     * rules which ask how sure the drafter is would let everything pass.
     */
    boolean hasConfidence();

    /**
     * Refuses a model it cannot draft for.
     *
     * @throws IllegalArgumentException when it cannot, with why
     */
    void check(TokenModel verifier);

    /**
     * Begins an answer. How the sequence says that the next token is distributed is a function of the tokens before it alone,
     * not of how they came about; where it has no idea, all logits are minus infinity.
     *
     * @param options how long prompt and answer may become, and how far drafts are taken back
     * @param promptLength how many of the first tokens are no part of the answer
     * @param verifier whom it drafts for
     */
    TokenSequence open(SequenceOptions options, int promptLength, TokenModel verifier);

    /** The same for answers to one request; only those that read the conversation another way need it. */
    default Drafter about(ChatRequest request) {
        return this;
    }
}
