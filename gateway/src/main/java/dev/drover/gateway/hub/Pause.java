package dev.drover.gateway.hub;

import java.time.Duration;

/** Waits. */
@FunctionalInterface
interface Pause {

    /** Waits so long. */
    void wait(Duration time) throws InterruptedException;
}
