package dev.drover.gateway.redis;

import dev.drover.gateway.cache.AnswerKey;
import dev.drover.gateway.cache.SharedAnswers;
import dev.drover.gateway.cache.StoredAnswer;
import dev.drover.gateway.fixture.RedisTopology;
import dev.drover.inference.AnswerPart;
import dev.drover.inference.ChatRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Real servers on loopback: behind a sentinel, and as a cluster. */
class RedisTopologiesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final StoredAnswer ANSWER = new StoredAnswer(true, List.of(new AnswerPart.Text(0, "größe")));

    @TempDir
    Path folder;

    private static void await(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 2_400 && !condition.getAsBoolean(); i++) {
            Thread.sleep(25);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    private static AnswerKey key(String policy, int number) {
        return AnswerKey.of(policy, "v", "", ChatRequest.of("m", "question " + number));
    }

    /** What replicas share works whatever the servers look like: entries, scripts, purges and hints. */
    private static void isShared(String address) throws InterruptedException {
        try (RedisLink one = new RedisLink(address);
                RedisLink other = new RedisLink(address);
                SharedAnswers here = new SharedAnswers(one);
                SharedAnswers there = new SharedAnswers(other)) {
            for (int i = 0; i < 20; i++) {
                int number = i;
                for (String policy : new String[] {"p", "q"}) {
                    await(() -> {
                        here.keep(key(policy, number), ANSWER, Duration.ofMinutes(1)).block(PATIENCE);
                        return ANSWER.equals(there.find(key(policy, number)).block(PATIENCE));
                    });
                }
            }

            Queue<String> heard = new ConcurrentLinkedQueue<>();
            other.listen("drover:test", heard::add);
            await(() -> {
                one.send(commands -> commands.publish("drover:test", "hello"));
                return !heard.isEmpty();
            });

            assertThat(there.purge("p").block(PATIENCE)).isEqualTo(20);
            await(() -> here.find(key("p", 3)).block(PATIENCE) == null);
            assertThat(there.find(key("q", 3)).block(PATIENCE)).isEqualTo(ANSWER);
        }
    }

    @Test
    void aClusterIsOneRedis() throws Exception {
        try (RedisTopology cluster = RedisTopology.cluster(folder, 3)) {
            isShared(cluster.address());
        }
    }

    @Test
    void aSentinelLeadsToTheMaster() throws Exception {
        try (RedisTopology sentinel = RedisTopology.sentinel()) {
            isShared(sentinel.address());
        }
    }

    @Test
    void whenTheMasterDiesTheReplicaIsAsked() throws Exception {
        try (RedisTopology sentinel = RedisTopology.sentinel(); RedisLink link = new RedisLink(sentinel.address())) {
            await(() -> link.call(commands -> commands.set("drover:test", "x")).block(PATIENCE) != null);
            sentinel.killMaster();
            await(() -> link.call(commands -> commands.set("drover:test", "y")).block(PATIENCE) != null);
            assertThat(link.call(commands -> commands.get("drover:test")).block(PATIENCE)).isEqualTo("y");
        }
    }
}
