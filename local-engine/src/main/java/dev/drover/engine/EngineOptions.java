package dev.drover.engine;

import dev.drover.engine.schedule.Limits;

/**
 * How an engine is set up.
 *
 * @param threads how many threads compute a large model's pass together, the caller included; 1 to 1,024
 * @param limits what it may hold and how long a pass may take
 * @param residence how long models stay in memory that nobody asks
 */
public record EngineOptions(int threads, Limits limits, Residence residence) {

    /** Checks the ranges. */
    public EngineOptions {
        if (threads < 1 || threads > 1024) {
            throw new IllegalArgumentException("threads: " + threads + " (expected: 1 to 1024)");
        }
    }

    /** Options of an engine whose models stay. */
    public EngineOptions(int threads, Limits limits) {
        this(threads, limits, Residence.FOREVER);
    }

    /** A thread for each processor, {@link Limits#standard}, and models that stay. */
    public static EngineOptions standard() {
        return new EngineOptions(Runtime.getRuntime().availableProcessors(), Limits.standard());
    }

    /** The same with another number of threads. */
    public EngineOptions withThreads(int count) {
        return new EngineOptions(count, limits, residence);
    }

    /** The same where models leave otherwise. */
    public EngineOptions withResidence(Residence other) {
        return new EngineOptions(threads, limits, other);
    }
}
