package dev.drover.gateway.provider;

import dev.drover.gateway.fixture.OverWireMock;
import dev.drover.gateway.fixture.TestGateway;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

/** What stands between requests and deployments, as documents set it. */
class DeploymentsTest extends OverWireMock {

    @BeforeAll
    static void start() {
        remote("limited", "balance: {by: weighted}", "one, concurrent: 1", "two, tier: 1");
        remote("alone", "", "three, concurrent: 1");
        remote("rated", "", "four, perMinute: 2", "five, tier: 1");
        remote("slowly", "", "six, perMinute: 1");
        remote("patient", "", "seven", "eight, tier: 1");
        remote("fragile", "breaker: {window: 2, minimum: 2, failures: 100, rest: 1h}", "nine");
        remote("busy", "breaker: {window: 2, minimum: 2}", "ten");
        remote("stuck", "", "eleven", "twelve, tier: 1");
        serve();
    }

    private static void remote(String name, String more, String... deployments) {
        StringBuilder document = new StringBuilder("apiVersion: drover.dev/v1\nkind: Model\nmetadata: {name: " + name
                + "}\nspec:\n  " + more + "\n  deployments:\n");
        for (String deployment : deployments) {
            String path = deployment.split(",", 2)[0];
            document.append("    - {provider: openai, model: up, url: \"")
                    .append(upstream.baseUrl())
                    .append('/')
                    .append(path)
                    .append('"')
                    .append(deployment.substring(path.length()))
                    .append("}\n");
        }
        TestGateway.write(folder, name + ".yaml", document.toString());
    }

    @BeforeEach
    void well() {
        upstream.resetAll();
        for (String path : new String[] {"one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
                "eleven", "twelve"}) {
            answers(path, 200, 0, null);
        }
    }

    private static void answers(String path, int status, int millis, String retryAfter) {
        var response = aResponse().withStatus(status)
                .withFixedDelay(millis)
                .withHeader("Content-Type", "application/json")
                .withBody(status != 200 ? "{\"error\":{\"message\":\"no\"}}"
                        : "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"" + path
                                + "\"},\"finish_reason\":\"stop\"}]}");
        upstream.stubFor(post(urlEqualTo("/" + path + "/chat/completions"))
                .willReturn(retryAfter == null ? response : response.withHeader("Retry-After", retryAfter)));
    }

    private static int asked(String path) {
        return upstream.findAll(postRequestedFor(urlEqualTo("/" + path + "/chat/completions"))).size();
    }

    private static void awaitAsked(String path) throws InterruptedException {
        for (int i = 0; i < 1_000 && asked(path) == 0; i++) {
            Thread.sleep(5);
        }
        assertThat(asked(path)).isPositive();
    }

    @Test
    void whatIsBeyondADeploymentsNumberGoesToTheNext() throws Exception {
        answers("one", 200, 1_000, null);
        CompletableFuture<HttpResponse<String>> first = CompletableFuture
                .supplyAsync(() -> gateway.ask("limited", false, "Hi"));
        awaitAsked("one");
        assertThat(gateway.ask("limited", false, "Hi").body()).contains("\"two\"");
        assertThat(first.join().body()).contains("\"one\"");
        assertThat(gateway.get(gateway.adminUrl() + "/metrics").body())
                .contains("resilience4j_bulkhead_max_allowed_concurrent_calls");
    }

    @Test
    void whoFindsEverythingFullIsToldToComeBackAndTheBreakerDoesNotMind() throws Exception {
        answers("three", 200, 3_000, null);
        CompletableFuture<HttpResponse<String>> first = CompletableFuture
                .supplyAsync(() -> gateway.ask("alone", false, "Hi"));
        awaitAsked("three");
        HttpResponse<String> refused = gateway.ask("alone", false, "Hi");
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(refused.body()).contains("upstream_full").contains("concurrent");
        assertThat(first.join().statusCode()).isEqualTo(200);
        assertThat(asked("three")).isEqualTo(1);
    }

    @Test
    void whatIsBeyondADeploymentsRateGoesToTheNextOrIsToldHowLongToWait() {
        for (int i = 0; i < 2; i++) {
            assertThat(gateway.ask("rated", false, "Hi").body()).contains("\"four\"");
        }
        assertThat(gateway.ask("rated", false, "Hi").body()).contains("\"five\"");

        gateway.ask("slowly", false, "Hi");
        HttpResponse<String> refused = gateway.ask("slowly", false, "Hi");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(Integer.parseInt(refused.headers().firstValue("Retry-After").orElseThrow())).isBetween(10, 60);
        assertThat(refused.body()).contains("upstream_rate_limited").contains("perMinute");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aBusyDeploymentIsLeftForTheNextAlsoWithoutAWordHowLong(boolean stream) {
        answers("eleven", 429, 0, null);
        HttpResponse<String> response = gateway.ask("stuck", stream, "Hi");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains("twelve");
    }

    @Test
    void aDeploymentThatAskedForPatienceIsAskedLastUntilThen() {
        answers("seven", 429, 0, "30");
        assertThat(gateway.ask("patient", false, "Hi").body()).contains("\"eight\"");
        answers("seven", 200, 0, null);
        int before = asked("seven");
        assertThat(gateway.ask("patient", false, "Hi").body()).contains("\"eight\"");
        assertThat(asked("seven")).isEqualTo(before);
        answers("eight", 500, 0, null);
        assertThat(gateway.ask("patient", false, "Hi").body()).as("when nobody else can").contains("\"seven\"");
    }

    @Test
    void whenAllFailTheClientHearsHowLongToWait() {
        answers("eleven", 429, 0, "23");
        answers("twelve", 500, 0, null);
        HttpResponse<String> response = gateway.ask("stuck", false, "Hi");
        assertThat(response.statusCode()).isEqualTo(429);
        assertThat(response.headers().firstValue("Retry-After")).hasValue("23");
    }

    @Test
    void theBreakerOpensAsTheDocumentSaysAndNoSoonerForBeingBusy() {
        answers("nine", 500, 0, null);
        answers("ten", 429, 0, "60");
        for (int i = 0; i < 3; i++) {
            gateway.ask("fragile", false, "Hi");
            assertThat(gateway.ask("busy", false, "Hi").statusCode()).isEqualTo(429);
        }
        assertThat(asked("nine")).isEqualTo(2);
        HttpResponse<String> resting = gateway.ask("fragile", false, "Hi");
        assertThat(resting.body()).contains("upstream_resting");
        assertThat(gateway.decision(resting).path("attempts").toString()).contains("\"outcome\":\"upstream_resting\"",
                "/up");
        assertThat(breaker("/nine").getState()).isEqualTo(CircuitBreaker.State.OPEN);
        assertThat(breaker("/ten").getState()).isEqualTo(CircuitBreaker.State.CLOSED);
    }

    private static CircuitBreaker breaker(String path) {
        return gateway.breakers.getAllCircuitBreakers()
                .stream()
                .filter(each -> each.getName().contains(path))
                .findFirst()
                .orElseThrow();
    }
}
