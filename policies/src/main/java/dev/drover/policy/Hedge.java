package dev.drover.policy;

import java.time.Duration;

/**
 * When a second deployment is asked because the first is slow; whoever begins first answers, and the other is cancelled.
 *
 * @param percentile of the times that first parts took of late: after that time the second is asked, 50 to 99.9
 * @param atLeast the shortest time to wait
 */
public record Hedge(double percentile, Duration atLeast) {

    /** The percentile when a document does not say. */
    static final double USUAL_PERCENTILE = 95;
    /** The shortest wait when a document does not say. */
    static final Duration USUAL_LEAST = Duration.ofMillis(100);
}
