package dev.drover.gateway.server;

import dev.drover.gateway.cache.AnswerCache;
import dev.drover.gateway.cache.AnswerStore;
import dev.drover.gateway.cache.Leases;
import dev.drover.gateway.cache.LocalAnswers;
import dev.drover.gateway.cache.SharedAnswers;
import dev.drover.gateway.cache.SharedLeases;
import dev.drover.gateway.provider.Deployments;
import dev.drover.gateway.provider.HealthHints;
import dev.drover.gateway.redis.RedisLink;
import dev.drover.gateway.response.LocalResponses;
import dev.drover.gateway.response.ResponseStore;
import dev.drover.gateway.response.SharedResponses;
import dev.drover.gateway.telemetry.Telemetry;
import org.jspecify.annotations.Nullable;

/**
 * What replicas share, or this process keeps for itself.
 *
 * @param link to Redis; null for this process alone
 * @param store where answers are kept
 * @param answers made for others
 * @param responses that are stored
 */
record Replicas(@Nullable RedisLink link, AnswerStore store, AnswerCache answers,
        ResponseStore responses) implements AutoCloseable {

    /** This process alone. */
    static Replicas alone(Telemetry telemetry) {
        AnswerStore store = telemetry.measured(new LocalAnswers(), "memory");
        return new Replicas(null, store, new AnswerCache(store, Leases.NONE), new LocalResponses());
    }

    /** All that are linked to the same Redis; the link is closed with this. */
    static Replicas sharing(RedisLink link, Deployments deployments, Telemetry telemetry) {
        HealthHints.share(deployments, link);
        AnswerStore store = telemetry.measured(new SharedAnswers(link), "redis");
        return new Replicas(link, store, new AnswerCache(store, new SharedLeases(link)), new SharedResponses(link));
    }

    @Override
    public void close() {
        responses.close();
        store.close();
        if (link != null) {
            link.close();
        }
    }
}
