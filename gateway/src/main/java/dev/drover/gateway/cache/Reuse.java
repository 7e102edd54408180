package dev.drover.gateway.cache;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What may be done with the answer to a request besides handing it out once.
 *
 * @param ttl how long it serves identical requests; null for not at all
 * @param stale how long after that it still does while a new one is made
 * @param join whether identical requests share it while it is made
 */
public record Reuse(@Nullable Duration ttl, Duration stale, boolean join) {

    /** Nothing. */
    public static final Reuse NONE = new Reuse(null, Duration.ZERO, false);

    /** Whether nothing may be done. */
    public boolean isNone() {
        return ttl == null && !join;
    }
}
