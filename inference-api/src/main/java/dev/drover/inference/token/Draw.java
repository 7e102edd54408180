package dev.drover.inference.token;

import java.util.random.RandomGenerator;

/** Draws tokens from distributions. */
public final class Draw {

    private Draw() {}

    /**
     * Draws a token by inverting the cumulative distribution with one random number.
     *
     * @param weights non-negative, finite, not all zero; need not sum to one
     * @param size how many of them count
     * @param random where the number comes from
     * @return the token; never one of weight 0
     * @throws IllegalArgumentException when the weights' sum is zero or no number
     */
    public static int token(double[] weights, int size, RandomGenerator random) {
        double sum = 0;
        for (int token = 0; token < size; token++) {
            sum += weights[token];
        }
        if (!(sum > 0 && sum < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("weights: their sum is " + sum + " (expected: above 0 and finite)");
        }
        double rest = random.nextDouble() * sum;
        int last = -1;
        for (int token = 0; token < size; token++) {
            if (weights[token] > 0) {
                last = token;
                rest -= weights[token];
                if (rest < 0) {
                    return token;
                }
            }
        }
        return last;
    }
}
