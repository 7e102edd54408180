package dev.drover.gateway.response;

import dev.drover.gateway.fixture.TestRedis;
import dev.drover.gateway.redis.RedisLink;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

class ResponsesAreKeptTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final StoredResponse RESPONSE = new StoredResponse("{\"id\":\"r1\",\"a\":\"größe\"}", "[{\"x\":1}]");

    private static <T> T now(Mono<T> call, T otherwise) {
        return call.defaultIfEmpty(otherwise).blockOptional(PATIENCE).orElseThrow();
    }

    private static boolean has(ResponseStore store, String team) {
        return now(store.find(team, "r1").map(RESPONSE::equals), false);
    }

    private static void keep(ResponseStore store) {
        store.keep("team", "r1", RESPONSE).block(PATIENCE);
    }

    private static void isKeptForItsTeamUntilForgotten(ResponseStore store, ResponseStore replica) {
        keep(store);
        assertThat(has(replica, "team")).isTrue();
        assertThat(has(replica, "other")).as("another team's").isFalse();
        assertThat(now(replica.forget("other", "r1"), false)).isFalse();
        assertThat(now(replica.forget("team", "r1"), false)).isTrue();
        assertThat(has(store, "team")).isFalse();
        assertThat(now(store.forget("team", "r1"), false)).as("forgotten before").isFalse();
    }

    @Test
    void inThisProcess() {
        try (LocalResponses store = new LocalResponses()) {
            isKeptForItsTeamUntilForgotten(store, store);
        }
    }

    @Test
    void inRedisWhereReplicasShareThem() {
        try (TestRedis redis = new TestRedis();
                RedisLink here = new RedisLink(redis.address());
                RedisLink there = new RedisLink(redis.address());
                SharedResponses one = new SharedResponses(here);
                SharedResponses other = new SharedResponses(there)) {
            assertThat(has(one, "team")).isFalse();
            int tries = 0;
            do {
                one.keep("warm", "r1", RESPONSE).block(PATIENCE);
                assertThat(tries++).as("until both are connected").isLessThan(200);
            } while (!has(other, "warm"));
            isKeptForItsTeamUntilForgotten(one, other);
        }
    }

    @Test
    void inThisProcessWhenRedisIsAway() {
        try (RedisLink nowhere = new RedisLink("redis://127.0.0.1:1");
                SharedResponses store = new SharedResponses(nowhere)) {
            isKeptForItsTeamUntilForgotten(store, store);
        }
    }
}
