package dev.drover.gateway.server;

import dev.drover.gateway.fixture.FakeUpstream;
import dev.drover.gateway.fixture.TestGateway;
import dev.drover.gateway.log.AccessSettings;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/** What operators see of requests: lines in the access log, and records of decisions. */
class OperatorsViewTest {

    @TempDir
    static Path folder;
    private static Path log;
    private static FakeUpstream upstream;
    private static TestGateway gateway;

    @BeforeAll
    static void start() {
        log = folder.resolve("access.log");
        upstream = new FakeUpstream();
        TestGateway.remote(folder, "good", "{}", upstream.deployment("errorfirst", 0), upstream.deployment("good", 1));
        TestGateway.remote(folder, "dies", "{}", upstream.deployment("dies", 0));
        TestGateway.remote(folder, "endless", "{}", upstream.deployment("endless", 0));
        TestGateway.local(folder, "small", "It is 95.");
        TestGateway.auto(folder, "route: {strategy: first, candidates: [good]}\ncache: {exact: {ttl: 1m}}\n");
        gateway = TestGateway.logging(folder, AccessSettings.of(log.toString(), "json"), true);
    }

    @AfterAll
    static void stop() {
        gateway.close();
        upstream.close();
    }

    private static JsonNode line(String id) throws Exception {
        for (int i = 0; i < 400; i++) {
            for (String line : lines()) {
                if (line.contains(id)) {
                    return TestGateway.json(line);
                }
            }
            Thread.sleep(25);
        }
        throw new AssertionError("no line with " + id + " in " + lines());
    }

    private static List<String> lines() throws IOException {
        return Files.exists(log) ? Files.readAllLines(log) : List.of();
    }

    private static JsonNode line(HttpResponse<?> response) throws Exception {
        return line(response.headers().firstValue("x-drover-decision").orElseThrow());
    }

    private static String kept(String query) {
        return gateway.get(gateway.adminUrl() + "/admin/decisions" + query).body();
    }

    @Test
    void anAnswerIsALineWithItsAttemptsItsTokensAndItsTimes() throws Exception {
        HttpResponse<String> response = gateway.ask("good", true, "a secret prompt");
        JsonNode line = line(response);
        assertThat(line.path("status").asInt()).isEqualTo(200);
        assertThat(line.path("route").asString()).isEqualTo("/v1/chat/completions");
        assertThat(line.path("attempts").asInt()).isEqualTo(2);
        assertThat(line.path("tokensIn").asInt()).isEqualTo(5);
        assertThat(line.path("bytesIn").asInt()).isPositive();
        assertThat(line.path("bytesOut").asInt()).isEqualTo(response.body().length());
        assertThat(line.path("millisToFirst").asDouble()).isPositive();
        assertThat(line.has("error")).isFalse();
        assertThat(String.join("", lines())).doesNotContain("secret", "Good");

        JsonNode told = gateway.decision(response);
        assertThat(told.path("stream").asBoolean()).isTrue();
        assertThat(told.path("attempts")).hasSize(2);
        assertThat(told.path("attempts").path(0).toString()).contains("\"why\":\"first\"",
                "\"outcome\":\"upstream_error\"");
        assertThat(told.path("attempts").path(1).toString()).contains("\"why\":\"fail_over\"",
                "\"outcome\":\"completed\"", "\"promptTokens\":5", "/up");
    }

    @Test
    void failuresSayWhatTheyWere() throws Exception {
        assertThat(line(gateway.ask("dies", true, "Hi")).path("error").asString()).isEqualTo("stream_cut");
        JsonNode unknown = line(gateway.ask("nobody", false, "Hi"));
        assertThat(unknown.path("status").asInt()).isEqualTo(404);
        assertThat(unknown.path("error").asString()).isEqualTo("model_not_found");
        gateway.get(gateway.url() + "/health/live");
        gateway.get(gateway.url() + "/v1/models");
        assertThat(line("/v1/models").path("method").asString()).isEqualTo("GET");
        assertThat(String.join("", lines())).doesNotContain("/health");
    }

    @Test
    void aClientThatLeavesIsOneThatLeft() throws Exception {
        String body = "{\"model\":\"endless\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
        try (Socket client = TestGateway.raw(gateway.url(),
                "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                        + "Content-Length: " + body.length() + "\r\n\r\n" + body)) {
            assertThat(client.getInputStream().readNBytes(500)).hasSize(500);
        }
        JsonNode line = line("\"asked\":\"endless\"");
        assertThat(line.path("status").asInt()).isEqualTo(499);
        assertThat(line.path("error").asString()).isEqualTo("cancelled");
        assertThat(line.path("tokensOut").asInt()).isPositive();
    }

    @Test
    void decisionsAreListedByWhatIsAskedFor() {
        gateway.ask("auto", false, "one");
        HttpResponse<String> again = gateway.ask(
                "{\"model\":\"auto\",\"temperature\":0," + "\"messages\":[{\"role\":\"user\",\"content\":\"two\"}]}");
        gateway.ask("{\"model\":\"auto\",\"temperature\":0,\"messages\":[{\"role\":\"user\",\"content\":\"two\"}]}");

        assertThat(TestGateway.json(kept("?asked=auto&cache=hit")).path("decisions")).hasSize(1);
        assertThat(TestGateway.json(kept("?policy=default&limit=2")).path("decisions")).hasSize(2);
        assertThat(kept("?policy=default")).contains(again.headers().firstValue("x-drover-decision").orElseThrow());
        assertThat(kept("?polcy=default")).contains("polcy: unknown (expected: policy)");
        assertThat(kept("?limit=0")).contains("limit: 0 (expected: a whole number from 1 to 1000)");
    }

    @Test
    void whatNothingWasPredictedForIsNotReplayed() {
        HttpResponse<String> response = gateway.ask("auto", false, "Hi");
        String id = response.headers().firstValue("x-drover-decision").orElseThrow();
        assertThat(kept("/" + id + "/replay")).contains("nothing_to_replay")
                .contains("a strategy that predicts qualities");
    }

    @Test
    void probesAreApart() {
        for (String probe : List.of("startup", "live", "ready")) {
            assertThat(gateway.get(gateway.url() + "/health/" + probe).statusCode()).as(probe).isEqualTo(200);
        }
    }
}
