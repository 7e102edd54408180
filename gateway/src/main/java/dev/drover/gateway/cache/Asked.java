package dev.drover.gateway.cache;

import dev.drover.gateway.decision.Decision.CacheUse;
import java.util.function.Consumer;

/**
 * A request as the cache sees it.
 *
 * @param key everything that changes its answer
 * @param stream whether a stream is wanted
 * @param withUsage whether a stream shall end with its usage
 * @param reuse what may be done with the answer
 * @param noted is told where the answer comes from
 */
public record Asked(AnswerKey key, boolean stream, boolean withUsage, Reuse reuse, Consumer<CacheUse> noted) {

    /** What is the same for requests whose answers are delivered alike. */
    String flight() {
        return key.digest() + (stream ? " stream" : " whole") + (withUsage ? " usage" : "");
    }
}
