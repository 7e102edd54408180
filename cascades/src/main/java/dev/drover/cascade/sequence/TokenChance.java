package dev.drover.cascade.sequence;

/**
 * How probable a model found a token it said.
 *
 * @param probability of the token, 0 to 1
 * @param best of the most probable token, 0 to 1; that of the token where nothing else is known
 * @param second of the second most probable token, 0 to 1; 0 where nothing is known of it
 */
public record TokenChance(double probability, double best, double second) {

    /** What a provider tells in logarithms. */
    public static TokenChance ofLogarithms(double token, double best, double second) {
        return new TokenChance(Math.exp(token), Math.exp(best), Math.exp(second));
    }
}
