package dev.drover.policy;

import org.jspecify.annotations.Nullable;

/**
 * How much a deployment is asked at most by one process; what is beyond goes to the next deployment.
 *
 * @param concurrent requests at the same time, 1 to 1,000,000
 * @param perMinute requests in a minute, 1 to 10,000,000; null for any number
 */
public record Limits(int concurrent, @Nullable Integer perMinute) {

    /** What holds when a document says nothing: 1,000 at the same time. */
    public static final Limits STANDARD = new Limits(1_000, null);
}
