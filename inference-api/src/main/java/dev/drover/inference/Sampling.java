package dev.drover.inference;

import org.jspecify.annotations.Nullable;

/**
 * How the next token is drawn, as far as a request or a model's file says so. A null leaves the choice to the next in
 * line: the request first, then the model's own defaults, then {@link #STANDARD}.
 *
 * @param temperature 0 to 2; 0 takes the most probable token
 * @param topP in (0, 1]: the smallest set of most probable tokens that together reach this mass
 * @param topK 0 for no limit, else how many of the most probable tokens are kept
 * @param minP in [0, 1): tokens below this share of the most probable one's probability are dropped
 * @param seed where the random numbers start; null for a fresh one a request
 */
public record Sampling(@Nullable Double temperature, @Nullable Double topP, @Nullable Integer topK,
        @Nullable Double minP, @Nullable Long seed) {

    /** What holds when neither request nor model says otherwise: temperature 1, nothing cut. */
    public static final Sampling STANDARD = new Sampling(1.0, 1.0, 0, 0.0, null);

    /** Says nothing. */
    public static final Sampling UNSET = new Sampling(null, null, null, null, null);

    /** Always the most probable token. */
    public static final Sampling GREEDY = new Sampling(0.0, null, null, null, null);

    /** This one, with what it leaves open taken from another. */
    public Sampling or(Sampling other) {
        return new Sampling(temperature != null ? temperature : other.temperature, topP != null ? topP : other.topP,
                topK != null ? topK : other.topK, minP != null ? minP : other.minP, seed != null ? seed : other.seed);
    }
}
