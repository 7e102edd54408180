package dev.drover.engine.schedule;

import java.time.Duration;

/**
 * What the scheduler allows.
 *
 * @param cacheBytes how many bytes the keys and values of all open sequences may take together; a sequence counts with
 *        its capacity from the moment it is opened
 * @param sequences how many sequences may be open at once
 * @param pass how long a pass should take at most: long prompts are cut into chunks that keep to it, so that others
 *        are not kept waiting and a cancelled request frees its place soon
 */
public record Limits(long cacheBytes, int sequences, Duration pass) {

    /** Checks the ranges. */
    public Limits {
        if (cacheBytes < 0) {
            throw new IllegalArgumentException("cacheBytes: " + cacheBytes + " (expected: at least 0)");
        }
        if (sequences < 1) {
            throw new IllegalArgumentException("sequences: " + sequences + " (expected: at least 1)");
        }
        if (pass.isNegative() || pass.isZero()) {
            throw new IllegalArgumentException("pass: " + pass + " (expected: above 0)");
        }
    }

    /** Half of the Java heap for keys and values, 256 sequences, passes of 60 ms. */
    public static Limits standard() {
        return new Limits(Runtime.getRuntime().maxMemory() / 2, 256, Duration.ofMillis(60));
    }
}
