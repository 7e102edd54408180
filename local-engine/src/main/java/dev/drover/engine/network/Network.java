package dev.drover.engine.network;

/** A model's weights and how to compute with them. Immutable; safe for use by many threads. */
public interface Network {

    /** The number of tokens it knows. */
    int vocabularySize();

    /** How many tokens a sequence can have at most. */
    int contextLength();

    /** How many weights are multiplied for one token, all logits included. */
    long weightsPerToken();

    /** How many bytes are read for one token: every matrix, one row of the embedding. */
    long bytesPerToken();

    /** The shape of a sequence's state. */
    CacheShape cacheShape();

    /**
     * Room for forward passes, used by one pass at a time.
     *
     * @param members how many threads take part
     */
    ForwardPass newPass(int members);

    /**
     * Multiplies every matrix once with meaningless activations and does nothing else: what a pass of {@code tokens}
     * tokens costs in matrix arithmetic alone. For measurements.
     *
     * @param tokens how many tokens, at least 1
     */
    void multiplyAll(int tokens);
}
