package dev.drover.inference.token;

import dev.drover.inference.Sampling;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a request adds to logits before anything else is done with them, as OpenAI defines it. Of a token's logit it takes
 * {@code presence} if the token stands in the answer so far and {@code frequency} for each time it does, and adds its
 * bias. The prompt does not count.
 *
 * @param frequency -2 to 2
 * @param presence -2 to 2
 * @param bias -100 to 100 by token, each token at least 0
 */
public record Penalties(double frequency, double presence, Map<Integer, Double> bias) implements Adjustment {

    /** Leaves logits as they are. */
    public static final Penalties NONE = new Penalties(0, 0, Map.of());

    /** Checks the ranges and copies the map. */
    public Penalties {
        require(Math.abs(frequency) <= 2, "frequency_penalty", frequency, "-2 to 2");
        require(Math.abs(presence) <= 2, "presence_penalty", presence, "-2 to 2");
        bias = Map.copyOf(bias);
        bias.forEach((token, value) -> {
            require(token >= 0, "logit_bias", token, "tokens by their numbers, from 0 on");
            require(Math.abs(value) <= 100, "logit_bias", token + ": " + value, "-100 to 100");
        });
    }

    /**
     * What a request says.
     *
     * @throws IllegalArgumentException when it is out of range, naming the request's field
     */
    public static Penalties of(Sampling sampling) {
        Map<Integer, Double> bias = new TreeMap<>();
        sampling.logitBias().forEach((token, value) -> {
            require(token.matches("\\d{1,9}"), "logit_bias", token, "tokens by their numbers, from 0 on");
            bias.put(Integer.valueOf(token), value);
        });
        return new Penalties(or(sampling.frequencyPenalty()), or(sampling.presencePenalty()), bias);
    }

    /** Whether it leaves logits as they are. */
    public boolean none() {
        return frequency == 0 && presence == 0 && bias.isEmpty();
    }

    /**
     * Refuses biases for tokens that a model does not have.
     *
     * @param size the model's number of tokens
     * @throws IllegalArgumentException when there is one
     */
    public void check(int size) {
        bias.keySet()
                .forEach(token -> require(token < size, "logit_bias", token,
                        "tokens below " + size + ", the model's number of tokens"));
    }

    @Override
    public TokenSequence around(TokenSequence sequence, int promptLength) {
        return none() ? sequence : new PenalizedSequence(sequence, promptLength, this);
    }

    private static double or(@Nullable Double value) {
        return value == null ? 0 : value;
    }

    private static void require(boolean holds, String name, Object value, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")");
        }
    }
}
