package dev.drover.gateway.server;

import dev.drover.gateway.fixture.FakeUpstream;
import dev.drover.gateway.fixture.TestGateway;
import dev.drover.gateway.fixture.TestRedis;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Two gateways and one Redis. */
class ReplicasTest {

    private static final String BODY = "{\"model\":\"joined\",\"stream\":%s,\"temperature\":0,"
            + "\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}";

    @TempDir
    Path folder;

    private static void await(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 1_000 && !condition.getAsBoolean(); i++) {
            Thread.sleep(10);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    private static CompletableFuture<HttpResponse<String>> ask(TestGateway gateway, boolean stream, String question) {
        return gateway.client.sendAsync(gateway.chat(BODY.formatted(stream, question)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void whatOneAsksTheOtherNeedNot() throws Exception {
        try (TestRedis redis = new TestRedis(); FakeUpstream upstream = new FakeUpstream()) {
            TestGateway.remote(folder, "slow", "{}", upstream.deployment("patient", 0));
            TestGateway.write(folder, "p.yaml", """
                    apiVersion: drover.dev/v1
                    kind: RoutePolicy
                    metadata: {name: joined}
                    spec: {match: {models: [joined]}, route: {strategy: first, candidates: [slow]}, cache: {join: true}}
                    """);
            try (TestGateway one = TestGateway.withRedis(folder, redis.address());
                    TestGateway other = TestGateway.withRedis(folder, redis.address())) {
                ask(one, true, "warm").join();
                ask(other, true, "warm").join();
                int asked = upstream.requests.get();
                CompletableFuture<HttpResponse<String>> first = ask(one, true, "Hi");
                await(() -> upstream.requests.get() == asked + 1);
                HttpResponse<String> whole = ask(other, false, "Hi").join();
                assertThat(TestGateway.json(whole.body())
                        .path("choices")
                        .path(0)
                        .path("message")
                        .path("content")
                        .asString()).isEqualTo("01234567");
                assertThat(TestGateway.text(first.join().body())).isEqualTo("01234567");
                assertThat(upstream.requests.get()).isEqualTo(asked + 1);
                assertThat(other.decision(whole).path("cache").asString()).isEqualTo("joined");
            }
        }
    }

    @Test
    void anOpenBreakerWarnsTheOthers() throws Exception {
        try (TestRedis redis = new TestRedis(); FakeUpstream upstream = new FakeUpstream()) {
            TestGateway.remote(folder, "m", "{}", upstream.deployment("empty", 0), upstream.deployment("good", 1));
            try (TestGateway one = TestGateway.withRedis(folder, redis.address());
                    TestGateway other = TestGateway.withRedis(folder, redis.address())) {
                await(() -> {
                    one.breakers.getAllCircuitBreakers().forEach(CircuitBreaker::transitionToClosedState);
                    one.breakers.getAllCircuitBreakers()
                            .stream()
                            .filter(breaker -> breaker.getName().contains("/empty"))
                            .forEach(CircuitBreaker::transitionToOpenState);
                    int asked = upstream.requests.get();
                    assertThat(TestGateway.text(other.ask("m", true, "Hi").body())).isEqualTo("Good day");
                    return upstream.requests.get() == asked + 1;
                });
                assertThat(other.breakers.getAllCircuitBreakers()).as("a hint is no more than that")
                        .allMatch(breaker -> breaker.getState() == CircuitBreaker.State.CLOSED);
            }
        }
    }
}
