package dev.drover.gateway.response;

import dev.drover.gateway.redis.RedisLink;
import dev.drover.gateway.wire.Json;
import io.lettuce.core.SetArgs;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Responses in Redis, shared by replicas. What Redis could not take because it was away or slow is kept in this process,
 * where it is looked for as well.
 */
public final class SharedResponses implements ResponseStore {

    private static final String PREFIX = "drover:response:";

    private final LocalResponses local = new LocalResponses();
    private final RedisLink redis;

    /** Keeps responses behind a link. */
    public SharedResponses(RedisLink redis) {
        this.redis = redis;
    }

    private static String name(String team, String id) {
        return PREFIX + team.length() + ":" + team + ":" + id;
    }

    @Override
    public Mono<StoredResponse> find(String team, String id) {
        return redis.call(commands -> commands.get(name(team, id)))
                .flatMap(SharedResponses::read)
                .switchIfEmpty(local.find(team, id));
    }

    private static Mono<StoredResponse> read(String text) {
        try {
            JsonNode json = Json.mapper().readTree(text);
            return Mono.just(new StoredResponse(json.path("response").toString(), json.path("input").toString()));
        } catch (JacksonException foreign) {
            return Mono.empty();
        }
    }

    @Override
    public Mono<Void> keep(String team, String id, StoredResponse response) {
        String text = "{\"response\":" + response.response() + ",\"input\":" + response.input() + "}";
        return redis.call(commands -> commands.set(name(team, id), text, SetArgs.Builder.px(KEPT.toMillis())))
                .map(done -> true)
                .defaultIfEmpty(false)
                .flatMap(shared -> shared ? Mono.empty() : local.keep(team, id, response));
    }

    @Override
    public Mono<Boolean> forget(String team, String id) {
        return redis.call(commands -> commands.del(name(team, id)))
                .defaultIfEmpty(0L)
                .zipWith(local.forget(team, id), (shared, here) -> shared > 0 || here);
    }

    @Override
    public void close() {
        local.close();
    }
}
