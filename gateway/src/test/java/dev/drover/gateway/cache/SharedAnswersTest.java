package dev.drover.gateway.cache;

import dev.drover.gateway.redis.RedisLink;
import dev.drover.inference.AnswerPart;
import dev.drover.inference.ChatRequest;
import dev.drover.inference.Usage;
import io.lettuce.core.RedisClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.embedded.RedisServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class SharedAnswersTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final AnswerKey KEY = AnswerKey.of("p", "v1", "", ChatRequest.of("auto", "Hi"));
    private static final StoredAnswer ANSWER = new StoredAnswer(true,
            List.of(new AnswerPart.Begin(0, "m"), new AnswerPart.Text(0, "größe"), new AnswerPart.Reasoning(0, "hm"),
                    new AnswerPart.ToolCallDelta(0, 1, null, "f", "{}"), new AnswerPart.Logprobs(0, "{}"),
                    new AnswerPart.Frame("{\"x\": 1}"), new AnswerPart.Facts(Map.of("rule", "opt", "drafted", 3)),
                    new AnswerPart.Finish(0, "stop"), new Usage(1, 2, 0)));

    private final List<RedisLink> links = new ArrayList<>();
    private int port;
    private RedisServer redis;

    @BeforeEach
    void start() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        redis = server();
        assumeTrue(begins(redis), "no Redis can be started on this machine");
    }

    private RedisServer server() throws IOException {
        return RedisServer.newRedisServer().port(port).setting("bind 127.0.0.1").setting("save \"\"").build();
    }

    private static boolean begins(RedisServer server) {
        try {
            server.start();
            return true;
        } catch (IOException | RuntimeException absent) {
            return false;
        }
    }

    @AfterEach
    void stop() throws IOException {
        links.forEach(RedisLink::close);
        redis.stop();
    }

    private SharedAnswers open() {
        RedisLink link = new RedisLink(address());
        links.add(link);
        return new SharedAnswers(link);
    }

    private String address() {
        return "redis://127.0.0.1:" + port;
    }

    @Test
    void whatOneKeepsAnotherFindsUntilItsTimeIsOver() throws InterruptedException {
        try (SharedAnswers one = open(); SharedAnswers other = open()) {
            keep(one, Duration.ofSeconds(30));

            StoredAnswer found = find(other);
            assertThat(found).isEqualTo(ANSWER);
            keep(one, Duration.ofMillis(50));
            Thread.sleep(200);
            assertThat(find(open())).isNull();
        }
    }

    @Test
    void whenRedisGoesThisProcessGoesOnAloneAndComesBackWithIt() throws Exception {
        try (SharedAnswers one = open()) {
            keep(one, Duration.ofSeconds(60));
            redis.stop();

            assertThat(find(one)).isNotNull();
            AnswerKey second = AnswerKey.of("p", "v2", "", ChatRequest.of("auto", "Hi"));
            long began = System.nanoTime();
            for (int i = 0; i < 50; i++) {
                assertThat(one.find(AnswerKey.of("p", "absent " + i, "", ChatRequest.of("a", "b"))).block(PATIENCE))
                        .isNull();
            }
            one.keep(second, ANSWER, Duration.ofSeconds(60)).block(PATIENCE);
            assertThat(one.find(second).block(PATIENCE)).isNotNull();
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(8));

            redis = server();
            redis.start();
            AnswerKey third = AnswerKey.of("p", "v3", "", ChatRequest.of("auto", "Hi"));
            for (int i = 0; i < 60 && inRedis() == 0; i++) {
                Thread.sleep(250);
                one.keep(third, ANSWER, Duration.ofSeconds(60)).block(PATIENCE);
            }
            assertThat(inRedis()).isPositive();
        }
    }

    @Test
    void whatCannotBeReadIsNotThere() {
        RedisClient client = RedisClient.create(address());
        client.connect().sync().set(SharedAnswers.name(KEY), "no answer");
        try (SharedAnswers one = open()) {
            assertThat(find(one)).isNull();
        }
        client.shutdown();
    }

    @Test
    void aCopyIsNotServedLongerThanTheAnswerIsKept() throws InterruptedException {
        try (SharedAnswers store = open();
                RedisClient client = RedisClient.create(address());
                var connection = client.connect()) {
            @Nullable
            StoredAnswer found = null;
            for (int i = 0; i < 200 && found == null; i++) {
                Thread.sleep(50);
                connection.sync().psetex(SharedAnswers.name(KEY), 500, AnswerCodec.write(ANSWER));
                found = store.find(KEY).block(PATIENCE);
            }
            assertThat(found).isEqualTo(ANSWER);
            for (int i = 0; i < 200 && store.find(KEY).block(PATIENCE) != null; i++) {
                Thread.sleep(25);
            }
            assertThat(store.find(KEY).block(PATIENCE)).isNull();
        }
    }

    @Test
    void aRedisThatSaysNothingDelaysAFewAndFailsNobody() throws IOException {
        try (ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                RedisLink link = new RedisLink("redis://127.0.0.1:" + mute.getLocalPort());
                SharedAnswers one = new SharedAnswers(link)) {
            for (int i = 0; i < 30; i++) {
                AnswerKey key = AnswerKey.of("p", "v" + i, "", ChatRequest.of("auto", "Hi"));
                assertThat(one.find(key).block(PATIENCE)).isNull();
                one.keep(key, ANSWER, Duration.ofSeconds(60)).block(PATIENCE);
                assertThat(one.find(key).block(PATIENCE)).isEqualTo(ANSWER);
            }
        }
    }

    private long inRedis() {
        RedisClient client = RedisClient.create(address());
        try (var connection = client.connect()) {
            return connection.sync().dbsize();
        } finally {
            client.shutdown();
        }
    }

    private static void keep(SharedAnswers store, Duration ttl) {
        // the first connection may take longer than the store has patience for
        for (int i = 0; i < 10; i++) {
            store.keep(KEY, ANSWER, ttl).block(PATIENCE);
        }
    }

    private static @Nullable StoredAnswer find(SharedAnswers store) {
        @Nullable
        StoredAnswer found = null;
        for (int i = 0; i < 10 && found == null; i++) {
            found = store.find(KEY).block(PATIENCE);
        }
        return found;
    }
}
