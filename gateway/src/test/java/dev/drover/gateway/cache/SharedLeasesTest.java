package dev.drover.gateway.cache;

import dev.drover.gateway.decision.Decision.CacheUse;
import dev.drover.gateway.fixture.TestRedis;
import dev.drover.gateway.redis.RedisLink;
import dev.drover.inference.AnswerPart;
import dev.drover.inference.ChatRequest;
import io.lettuce.core.RedisClient;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

import static org.assertj.core.api.Assertions.assertThat;

/** Two processes, as far as Redis can tell. */
class SharedLeasesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration LEASE = Duration.ofMillis(600);
    private static final AnswerPart HERE = new AnswerPart.Text(0, "made here");
    private static final AnswerPart THERE = new AnswerPart.Text(0, "made there");

    private final Queue<CacheUse> noted = new ConcurrentLinkedQueue<>();
    private final Asked asked = new Asked(AnswerKey.of("p", "v", "", ChatRequest.of("m", "Hi")), true, false,
            new Reuse(null, Duration.ZERO, true), noted::add);
    private TestRedis redis;
    private RedisLink here;
    private RedisLink there;

    @BeforeEach
    void start() throws InterruptedException {
        redis = new TestRedis();
        here = new RedisLink(redis.address());
        there = new RedisLink(redis.address());
        for (RedisLink link : List.of(here, there)) {
            for (int i = 0; i < 400 && link.call(commands -> commands.ping()).block(PATIENCE) == null; i++) {
                Thread.sleep(25);
            }
        }
    }

    @AfterEach
    void stop() {
        here.close();
        there.close();
        redis.close();
    }

    private CompletableFuture<List<AnswerPart>> ask(RedisLink link, Flux<AnswerPart> made) {
        return new SharedLeases(link, LEASE).answer(asked, made).collectList().toFuture();
    }

    private void awaitLease(RedisLink link) throws InterruptedException {
        for (int i = 0; i < 400 && !taken(link); i++) {
            Thread.sleep(10);
        }
        assertThat(taken(link)).isTrue();
    }

    private boolean taken(RedisLink link) {
        Long there = link.call(commands -> commands.exists("drover:flight:{" + asked.key().digest() + "}:lease"))
                .block(PATIENCE);
        return there != null && there == 1;
    }

    @Test
    void oneMakesTheAnswerForAsLongAsItTakesAndTheOtherGetsIt() throws Exception {
        Sinks.One<AnswerPart> slow = Sinks.one();
        CompletableFuture<List<AnswerPart>> one = ask(here, slow.asMono().flux());
        awaitLease(there);
        CompletableFuture<List<AnswerPart>> two = ask(there, Flux.just(THERE));
        Thread.sleep(3 * LEASE.toMillis());
        assertThat(two).as("the lease is renewed").isNotDone();
        slow.tryEmitValue(HERE);

        assertThat(one.get()).containsExactly(HERE);
        assertThat(two.get()).containsExactly(HERE);
        assertThat(noted).containsExactly(CacheUse.JOINED);
        assertThat(ask(there, Flux.just(THERE)).get()).as("not in flight any more").containsExactly(THERE);
    }

    @Test
    void whenTheHolderFailsOrLeavesTheOtherMakesItsOwn() throws Exception {
        Sinks.One<AnswerPart> failing = Sinks.one();
        ask(here, failing.asMono().flux());
        awaitLease(there);
        CompletableFuture<List<AnswerPart>> two = ask(there, Flux.just(THERE));
        failing.tryEmitError(new IllegalStateException("scripted to fail"));
        assertThat(two.get()).containsExactly(THERE);

        var leaving = new SharedLeases(here, Duration.ofHours(1)).answer(asked, Flux.never()).subscribe();
        awaitLease(there);
        CompletableFuture<List<AnswerPart>> three = ask(there, Flux.just(THERE));
        leaving.dispose();
        assertThat(three.get()).containsExactly(THERE);
    }

    @Test
    void aHolderThatDiesBlocksNobodyForLongerThanItsLease() throws Exception {
        ask(here, Flux.never());
        awaitLease(there);
        CompletableFuture<List<AnswerPart>> two = ask(there, Flux.just(THERE));
        here.close();
        assertThat(two.get()).containsExactly(THERE);
    }

    @Test
    void whoComesBackLateCannotPutDownWhatNobodyWaitsFor() throws Exception {
        Sinks.One<AnswerPart> frozen = Sinks.one();
        CompletableFuture<List<AnswerPart>> one = ask(here, frozen.asMono().flux());
        awaitLease(there);
        try (RedisClient client = RedisClient.create(redis.address()); var connection = client.connect()) {
            String name = "drover:flight:{" + asked.key().digest() + "}:";
            String number = connection.sync().get(name + "lease");
            connection.sync().del(name + "lease");
            Sinks.One<AnswerPart> second = Sinks.one();
            CompletableFuture<List<AnswerPart>> two = ask(there, second.asMono().flux());
            awaitLease(there);
            frozen.tryEmitValue(HERE);

            assertThat(one.get()).as("its own client").containsExactly(HERE);
            assertThat(connection.sync().get(name + "answer:" + number)).isNull();
            assertThat(connection.sync().get(name + "lease")).as("of the second").isNotEqualTo(number).isNotNull();
            second.tryEmitValue(THERE);
            assertThat(two.get()).containsExactly(THERE);
        }
    }

    @Test
    void withoutRedisEverybodyMakesTheirOwn() throws Exception {
        redis.close();
        assertThat(ask(here, Flux.just(HERE)).get()).containsExactly(HERE);
        try (RedisLink nowhere = new RedisLink("redis://127.0.0.1:1")) {
            assertThat(ask(nowhere, Flux.just(THERE)).get()).containsExactly(THERE);
        }
    }
}
