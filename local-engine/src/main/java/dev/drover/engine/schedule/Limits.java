package dev.drover.engine.schedule;

import dev.drover.engine.cache.CacheFormat;
import java.time.Duration;

/**
 * What the scheduler allows.
 *
 * @param cacheBytes how many bytes the keys and values of all sequences may take together
 * @param prefixBytes how many of them may be kept for sequences that will begin like one that is gone; 0 for none
 * @param cacheFormat how keys and values are stored
 * @param sequences how many sequences may be open at once
 * @param pass how long a pass should take at most: long prompts are cut into chunks that keep to it, so that others
 *        are not kept waiting and a cancelled request frees its place soon
 */
public record Limits(long cacheBytes, long prefixBytes, CacheFormat cacheFormat, int sequences, Duration pass) {

    /** Checks the ranges. */
    public Limits {
        if (cacheBytes < 0) {
            throw new IllegalArgumentException("cacheBytes: " + cacheBytes + " (expected: at least 0)");
        }
        if (prefixBytes < 0) {
            throw new IllegalArgumentException("prefixBytes: " + prefixBytes + " (expected: at least 0)");
        }
        if (sequences < 1) {
            throw new IllegalArgumentException("sequences: " + sequences + " (expected: at least 1)");
        }
        if (pass.isNegative() || pass.isZero()) {
            throw new IllegalArgumentException("pass: " + pass + " (expected: above 0)");
        }
    }

    /** Limits of memory, of which nothing is kept for sequences to come; numbers as they are. */
    public Limits(long cacheBytes, int sequences, Duration pass) {
        this(cacheBytes, 0, CacheFormat.F32, sequences, pass);
    }

    /** The system property that says how keys and values are stored: {@code f32}, {@code f16} or {@code q8_0}. */
    public static final String CACHE_PROPERTY = "drover.engine.cache";

    /**
     * Half of the Java heap for keys and values, half of that for what is kept, 256 sequences, passes of 60 ms; numbers as
     * they are unless {@link #CACHE_PROPERTY} says otherwise.
     */
    public static Limits standard() {
        long half = Runtime.getRuntime().maxMemory() / 2;
        return new Limits(half, half / 2, CacheFormat.named(System.getProperty(CACHE_PROPERTY, "f32")), 256,
                Duration.ofMillis(60));
    }
}
