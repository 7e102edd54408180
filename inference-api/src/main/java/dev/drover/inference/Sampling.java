package dev.drover.inference;

import java.util.Map;

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
 * @param frequencyPenalty -2 to 2: what a token loses for each time it stands in the answer; null or 0 for nothing
 * @param presencePenalty -2 to 2: what a token loses for standing in the answer; null or 0 for nothing
 * @param logitBias what is added to tokens' logits, by the token's number; empty for nothing
 */
public record Sampling(@Nullable Double temperature, @Nullable Double topP, @Nullable Integer topK,
        @Nullable Double minP, @Nullable Long seed, @Nullable Double frequencyPenalty, @Nullable Double presencePenalty,
        Map<String, Double> logitBias) {

    /** What holds when neither request nor model says otherwise: temperature 1, nothing cut. */
    public static final Sampling STANDARD = new Sampling(1.0, 1.0, 0, 0.0, null);

    /** Says nothing. */
    public static final Sampling UNSET = new Sampling(null, null, null, null, null);

    /** Always the most probable token. */
    public static final Sampling GREEDY = new Sampling(0.0, null, null, null, null);

    /** Copies the map. */
    public Sampling {
        logitBias = Map.copyOf(logitBias);
    }

    /** Sampling without penalties and biases. */
    public Sampling(@Nullable Double temperature, @Nullable Double topP, @Nullable Integer topK, @Nullable Double minP,
            @Nullable Long seed) {
        this(temperature, topP, topK, minP, seed, null, null, Map.of());
    }

    /** This one, with what it leaves open taken from another. */
    public Sampling or(Sampling other) {
        return new Sampling(first(temperature, other.temperature), first(topP, other.topP), first(topK, other.topK),
                first(minP, other.minP), first(seed, other.seed), first(frequencyPenalty, other.frequencyPenalty),
                first(presencePenalty, other.presencePenalty), logitBias.isEmpty() ? other.logitBias : logitBias);
    }

    /** This one with another seed. */
    public Sampling withSeed(@Nullable Long other) {
        return new Sampling(temperature, topP, topK, minP, other, frequencyPenalty, presencePenalty, logitBias);
    }

    private static <T> @Nullable T first(@Nullable T one, @Nullable T other) {
        return one != null ? one : other;
    }
}
