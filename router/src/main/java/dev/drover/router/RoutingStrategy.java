package dev.drover.router;

/**
 * Chooses who answers a request. The same request leads to the same decision, always; nothing blocks; safe for use by
 * many threads.
 */
@FunctionalInterface
public interface RoutingStrategy {

    /** Chooses one of the request's candidates. */
    RoutingDecision choose(RoutingRequest request);
}
