package dev.drover.engine;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long models stay in memory that nobody asks. One that was unloaded is loaded again by the next who asks.
 *
 * @param weightBytes how much memory the weights of all models may take, those that are mapped from files not counted;
 *        before it would be passed, models that nobody uses are unloaded, the longest unused first
 * @param idle after what time a model that nobody uses is unloaded; null for never
 */
public record Residence(long weightBytes, @Nullable Duration idle) {

    /** Every model stays. */
    public static final Residence FOREVER = new Residence(Long.MAX_VALUE, null);

    /** Checks the ranges. */
    public Residence {
        if (weightBytes < 0) {
            throw new IllegalArgumentException("weightBytes: " + weightBytes + " (expected: at least 0)");
        }
        if (idle != null && (idle.isNegative() || idle.isZero())) {
            throw new IllegalArgumentException("idle: " + idle + " (expected: above 0)");
        }
    }
}
