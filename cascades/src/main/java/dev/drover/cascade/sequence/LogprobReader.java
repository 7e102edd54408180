package dev.drover.cascade.sequence;

import java.util.List;

/** Reads the log-probabilities that come with an answer. Safe for use by many threads. */
@FunctionalInterface
public interface LogprobReader {

    /**
     * The chances of some tokens.
     *
     * @param json the object of a {@link dev.drover.inference.AnswerPart.Logprobs}
     * @return in order; empty where it tells none
     */
    List<TokenChance> read(String json);
}
