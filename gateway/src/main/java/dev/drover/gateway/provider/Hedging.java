package dev.drover.gateway.provider;

import dev.drover.policy.Hedge;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * After what time a second deployment is asked: the percentile of the latest 200 times that a first part took, once there
 * are twenty. Safe for use by many threads.
 */
final class Hedging {

    private static final int KEPT = 200;
    private static final int ENOUGH = 20;

    private final Hedge settings;
    private final long[] nanos = new long[KEPT];
    private int count;

    Hedging(Hedge settings) {
        this.settings = settings;
    }

    /** A first part took so long. */
    synchronized void began(Duration took) {
        nanos[count++ % KEPT] = took.toNanos();
        if (count == 2 * KEPT) {
            count = KEPT;
        }
    }

    /** How long to wait for the first; null while too little is known. */
    synchronized @Nullable Duration after() {
        int known = Math.min(count, KEPT);
        if (known < ENOUGH) {
            return null;
        }
        long[] sorted = Arrays.copyOf(nanos, known);
        Arrays.sort(sorted);
        int place = (int) Math.ceil(settings.percentile() / 100 * known) - 1;
        Duration wait = Duration.ofNanos(sorted[place]);
        return wait.compareTo(settings.atLeast()) < 0 ? settings.atLeast() : wait;
    }
}
