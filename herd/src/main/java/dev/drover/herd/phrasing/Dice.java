package dev.drover.herd.phrasing;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Seeded chance: every draw follows from the numbers it was made of, so that an item can be drawn again from its seed
 * and index alone. Not for use by several threads.
 */
public final class Dice {

    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private final SplittableRandom random;

    private Dice(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** Dice that are a function of the given numbers, in their order. */
    public static Dice of(long... numbers) {
        long state = numbers.length;
        for (long number : numbers) {
            state = mix(state * GOLDEN_GAMMA + mix(number + GOLDEN_GAMMA));
        }
        return new Dice(state);
    }

    /** The finalizer of SplitMix64 (Steele, Lea, Flood 2014): every bit of the result depends on every bit given. */
    private static long mix(long value) {
        long first = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        long second = (first ^ (first >>> 27)) * 0x94D049BB133111EBL;
        return second ^ (second >>> 31);
    }

    /** A whole number from 0 to {@code bound - 1}. */
    public int below(int bound) {
        return random.nextInt(bound);
    }

    /** A whole number from {@code low} to {@code high}, both included. */
    public int between(int low, int high) {
        return random.nextInt(low, high + 1);
    }

    /** A number from 0 (included) to 1 (excluded). */
    public double fraction() {
        return random.nextDouble();
    }

    /** True with the given probability. */
    public boolean happens(double probability) {
        return random.nextDouble() < probability;
    }

    /** One of the choices, at equal odds. */
    public <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** One of the choices, at equal odds. */
    public String pick(String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
