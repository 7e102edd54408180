package dev.drover.inference.decode;

import dev.drover.inference.ChatRequest;
import dev.drover.inference.token.Adjustment;
import dev.drover.inference.token.Shaping;
import java.util.random.RandomGenerator;

/** Starts decoding answers one way: with one model, or with two under a rule. Safe for use by many threads. */
@FunctionalInterface
public interface DecodingMethod {

    /**
     * Starts an answer.
     *
     * @param prompt the conversation's tokens, at least one
     * @param room how many tokens the answer may have at most
     * @param shaping how distributions are shaped before drawing
     * @param adjustment what is made to the logits of every model that decodes, before anything looks at them
     * @param random where random numbers come from; the answer is a function of it and of the other parameters
     */
    TokenSource start(int[] prompt, int room, Shaping shaping, Adjustment adjustment, RandomGenerator random);

    /**
     * The method for answers to one request; only those whose models read the conversation in different ways need to know
     * more of it than the prompt.
     */
    default DecodingMethod about(ChatRequest request) {
        return this;
    }

    /** Whether its sources tell the logits of each token; not where a token comes of more than one model's. */
    default boolean tellsLogits() {
        return false;
    }

    /** Starts an answer of any tokens. */
    default TokenSource start(int[] prompt, int room, Shaping shaping, RandomGenerator random) {
        return start(prompt, room, shaping, Adjustment.NONE, random);
    }
}
