package dev.drover.engine.network;

/** A model's weights and how to compute with them. Immutable; safe for use by many threads. */
public interface Network {

    /** The number of tokens it knows. */
    int vocabularySize();

    /** How many tokens a sequence can have at most. */
    int contextLength();

    /**
     * How many weights are multiplied in a pass; attention not counted.
     *
     * @param tokens how many tokens it has
     * @param outputs how many of their logits are wanted
     */
    long multiplications(int tokens, int outputs);

    /** How many weights are multiplied for one token, its logits included. */
    default long weightsPerToken() {
        return multiplications(1, 1);
    }

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
}
