package dev.drover.engine.network;

import dev.drover.engine.adapter.Site;
import dev.drover.engine.cache.CacheShape;
import java.util.List;

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
     * How a sequence's keys are turned, where that hangs on how long it may become: the state of sequences of different kinds
     * differs though their tokens are the same.
     *
     * @param capacity how many tokens the sequence may get at most
     */
    default int stateKind(int capacity) {
        return 0;
    }

    /** Whether tokens of long calls are rounded otherwise than those of short ones. */
    default boolean sortsByLength() {
        return false;
    }

    /** What of it adapters can change; the numbers of {@link dev.drover.engine.adapter.Adapting.Rows} count these. */
    default List<Site> sites() {
        return List.of();
    }

    /** The numbers in a hidden state; 0 for a network that does not show its own. */
    default int width() {
        return 0;
    }

    /** How many layers it has. */
    default int depth() {
        return 1;
    }

    /**
     * The network of its first layers alone, with the same norm and head behind them and the same weights.
     *
     * @param layers how many, 1 to {@link #depth}
     */
    default Network first(int layers) {
        if (layers != 1) {
            throw new IllegalArgumentException("layers: " + layers + " (expected: 1)");
        }
        return this;
    }

    /**
     * Room for forward passes, used by one pass at a time.
     *
     * @param members how many threads take part
     */
    ForwardPass newPass(int members);
}
