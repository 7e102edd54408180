package dev.drover.gateway.server;

import dev.drover.gateway.fixture.OverFakeUpstream;
import dev.drover.gateway.fixture.TestGateway;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/** Identical requests at the same time, and answers that have grown old. */
class JoinedAnswersTest extends OverFakeUpstream {

    private static final String BODY = "{\"model\":\"%s\",\"stream\":%s,\"temperature\":%s,"
            + "\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}";

    @BeforeAll
    static void start() {
        TestGateway.remote(folder, "slow", "{}", upstream.deployment("patient", 0));
        TestGateway.remote(folder, "endless", "{}", upstream.deployment("endless", 0));
        TestGateway.remote(folder, "good", "{}", upstream.deployment("good", 0));
        policy("joined", "slow", "{join: true}");
        policy("sampled", "slow", "{join: true, sampled: true}");
        policy("forever", "endless", "{join: true}");
        policy("old", "good", "{exact: {ttl: 300ms, stale: 1h}}");
        policy("kept", "good", "{exact: {ttl: 1h}}");
        serve();
    }

    private static void policy(String name, String model, String cache) {
        TestGateway.write(folder, "p-" + name + ".yaml", """
                apiVersion: drover.dev/v1
                kind: RoutePolicy
                metadata: {name: %s}
                spec: {match: {models: [%s]}, route: {strategy: first, candidates: [%s]}, cache: %s}
                """.formatted(name, name, model, cache));
    }

    private static CompletableFuture<HttpResponse<String>> ask(String model, boolean stream, String temperature) {
        return gateway.client.sendAsync(gateway.chat(BODY.formatted(model, stream, temperature, "Hi")).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 2_000; i++) {
            if (condition.getAsBoolean()) {
                return;
            }
            Thread.sleep(5);
        }
        fail("what was waited for did not come");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void manyWhoAskTheSameAreOneCall(boolean stream) throws Exception {
        int asked = upstream.requests.get();
        CompletableFuture<HttpResponse<String>> first = ask("joined", stream, "0");
        await(() -> upstream.requests.get() == asked + 1);
        List<CompletableFuture<HttpResponse<String>>> others = IntStream.range(0, 20)
                .mapToObj(i -> ask("joined", stream, "0"))
                .toList();

        String answer = first.join().body();
        assertThat(answer).contains("7");
        assertThat(others).allSatisfy(other -> {
            if (stream) {
                assertThat(TestGateway.text(other.join().body())).isEqualTo("01234567");
                assertThat(TestGateway.data(other.join().body())).last().isEqualTo("[DONE]");
            } else {
                assertThat(TestGateway.json(other.join().body()).path("choices"))
                        .isEqualTo(TestGateway.json(answer).path("choices"));
            }
        });
        assertThat(upstream.requests.get()).isEqualTo(asked + 1);
        assertThat(gateway.decision(others.getFirst().join()).path("cache").asString()).isEqualTo("joined");
        assertThat(gateway.decision(others.getFirst().join()).has("cost")).isFalse();
        assertThat(gateway.decision(first.join()).path("cache").asString()).isEqualTo("miss");
    }

    @Test
    void samplesAreNotSharedUnlessThePolicySaysSo() {
        int asked = upstream.requests.get();
        CompletableFuture.allOf(ask("joined", true, "0.7"), ask("joined", true, "0.7")).join();
        assertThat(upstream.requests.get()).isEqualTo(asked + 2);
        CompletableFuture.allOf(ask("sampled", true, "0.7"), ask("sampled", true, "0.7")).join();
        assertThat(upstream.requests.get()).isEqualTo(asked + 3);
    }

    @Test
    void whoLeavesTakesNobodyWithThemAndTheLastEndsTheCall() throws Exception {
        int asked = upstream.requests.get();
        int cancelled = upstream.cancelled.get();
        Socket one = raw();
        Socket two = raw();
        one.getInputStream().readNBytes(400);
        two.getInputStream().readNBytes(400);
        assertThat(upstream.requests.get()).isEqualTo(asked + 1);
        one.close();
        two.getInputStream().readNBytes(2_000);
        assertThat(upstream.cancelled.get()).isEqualTo(cancelled);
        two.close();
        await(() -> upstream.cancelled.get() == cancelled + 1);
    }

    private static Socket raw() {
        String body = BODY.formatted("forever", true, 0, "Hi");
        return TestGateway.raw(gateway.url(), "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\n"
                + "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    }

    @Test
    void anOldAnswerIsServedAtOnceWhileANewOneIsMade() throws Exception {
        String body = BODY.formatted("old", false, 0, "Hi");
        gateway.ask(body);
        int asked = upstream.requests.get();
        await(() -> cache(gateway.ask(body)).equals("stale"));
        await(() -> cache(gateway.ask(body)).equals("hit"));
        assertThat(upstream.requests.get()).isGreaterThan(asked);
        assertThat(TestGateway.json(gateway.ask(body).body())
                .path("choices")
                .path(0)
                .path("message")
                .path("content")
                .asString()).isEqualTo("Good day");
    }

    private static String cache(HttpResponse<String> response) {
        return gateway.decision(response).path("cache").asString();
    }

    @Test
    void operatorsForgetAnswersByPolicy() {
        String body = BODY.formatted("kept", false, 0, "Hi");
        gateway.ask(body);
        assertThat(cache(gateway.ask(body))).isEqualTo("hit");
        assertThat(purge("?policy=joined").path("purged").asInt()).isZero();
        assertThat(cache(gateway.ask(body))).isEqualTo("hit");
        assertThat(purge("?policy=kept").path("purged").asInt()).isEqualTo(1);
        assertThat(cache(gateway.ask(body))).isEqualTo("miss");
        assertThat(purge("").path("purged").asInt()).isPositive();
        assertThat(purge("?policy=kepd").path("error").path("code").asString()).isEqualTo("policy_not_found");
    }

    private static JsonNode purge(String query) {
        return TestGateway.json(gateway.send(
                java.net.http.HttpRequest.newBuilder(java.net.URI.create(gateway.adminUrl() + "/admin/answers" + query))
                        .DELETE()
                        .build())
                .body());
    }
}
