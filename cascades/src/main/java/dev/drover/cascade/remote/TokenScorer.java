package dev.drover.cascade.remote;

import java.util.List;

/** A model elsewhere that tells how likely it finds the tokens of a text. Safe for use by many threads. */
@FunctionalInterface
public interface TokenScorer {

    /**
     * How likely a token is, and which is likeliest.
     *
     * @param logprob of the token that stands there; minus infinity where none does
     * @param best the likeliest token
     * @param bestLogprob of that one
     */
    record Score(double logprob, int best, double bestLogprob) {}

    /**
     * Scores the tokens of a text from a place on, and the one that would follow the last. Blocks; interrupting the thread ends
     * it.
     *
     * @param tokens the text
     * @param from the first that is scored, at least 1
     * @return {@code tokens.length - from + 1} scores
     * @throws dev.drover.inference.InferenceFailure when it cannot
     */
    List<Score> score(int[] tokens, int from);
}
