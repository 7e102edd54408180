package dev.drover.gateway.roster;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/** How long answers took of late: a mean in which each answer counts a tenth. Safe for use by many threads. */
public final class Pace {

    private static final double SHARE = 0.1;

    private final AtomicReference<Double> millis = new AtomicReference<>(0.0);

    /** Notes how long an answer took. */
    public void note(Duration took) {
        double latest = took.toNanos() / 1e6;
        millis.updateAndGet(mean -> mean == 0 ? latest : mean + SHARE * (latest - mean));
    }

    /** The mean, in milliseconds; 0 before the first answer. */
    public double expectedMillis() {
        return millis.get();
    }
}
