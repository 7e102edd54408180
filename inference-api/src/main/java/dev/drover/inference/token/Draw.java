package dev.drover.inference.token;

import java.util.random.RandomGenerator;

/** Draws tokens from distributions. */
public final class Draw {

    private Draw() {}

    /**
     * Draws a token by inverting the cumulative distribution with one random number.
     *
     * @param weights non-negative, not all zero; need not sum to one
     * @param size how many of them count
     * @param random where the number comes from
     * @return the token; never one of weight 0
     */
    public static int token(double[] weights, int size, RandomGenerator random) {
        double sum = 0;
        for (int token = 0; token < size; token++) {
            sum += weights[token];
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
        if (last < 0) {
            throw new IllegalArgumentException("weights: all zero (expected: a token that can be drawn)");
        }
        return last;
    }
}
