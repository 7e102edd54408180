package dev.drover.gateway.bench;

import java.util.Arrays;
import java.util.Locale;

/** What is measured. */
public enum Work {
    /** Whole answers of 600 bytes, one after the other on 64 connections. */
    WHOLE(64, 0, 0, 0),
    /** The same from the cache of a policy. */
    CACHED(64, 0, 0, 0),
    /** 2,000 requests a second, whether or not the ones before are answered. */
    PACED(64, 2_000, 0, 0),
    /** 1,000 streams of a frame every 100 ms. */
    STREAMS(1_000, 0, 40, 100),
    /** 5,000 streams of 5 frames a second. */
    STREAMS_5000(5_000, 0, 50, 200),
    /** 2,500 streams of 20 frames a second. */
    STREAMS_2500(2_500, 0, 200, 50);

    private final int connections;
    private final double rate;
    private final int frames;
    private final int millis;

    Work(int connections, double rate, int frames, int millis) {
        this.connections = connections;
        this.rate = rate;
        this.frames = frames;
        this.millis = millis;
    }

    /** The model that is asked for. */
    String model() {
        return this == CACHED ? "kept" : "auto";
    }

    boolean streams() {
        return frames > 0;
    }

    int connections() {
        return connections;
    }

    LoadPlan plan(int port, double seconds, double warmUp) {
        return new LoadPlan(port, model(), connections, seconds, warmUp, rate, frames, millis);
    }

    /** Its name on the command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The work of a name.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static Work of(String word) {
        return Arrays.stream(values())
                .filter(work -> work.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("work: " + word + " (expected: one of "
                        + String.join(", ", Arrays.stream(values()).map(Work::word).toList()) + ")"));
    }
}
