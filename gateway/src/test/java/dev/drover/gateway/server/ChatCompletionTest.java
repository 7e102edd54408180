package dev.drover.gateway.server;

import dev.drover.gateway.fixture.TestGateway;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

class ChatCompletionTest {

    @TempDir
    static Path folder;
    private static TestGateway gateway;

    @BeforeAll
    static void start() {
        TestGateway.local(folder, "small", "37 + 58 = 95. The answer is 95.");
        TestGateway.local(folder, "large", "37 + 58 = 95. The answer is 95.");
        TestGateway.auto(folder, """
                route: {strategy: first, candidates: [pair, large]}
                cascades:
                  - {name: pair, drafter: small, verifier: large, rule: token-v3, leniency: 0.3, blockLength: 5}
                """);
        gateway = TestGateway.over(folder);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void aCascadeStreamsItsAnswerInChunksAndExplainsItInTheLast() {
        HttpResponse<String> response = gateway.ask("auto", true, "What is 37 + 58?");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
        assertThat(TestGateway.text(response.body())).isEqualTo("37 + 58 = 95. The answer is 95.");
        List<String> data = TestGateway.data(response.body());
        assertThat(data).hasSizeGreaterThan(4).last().isEqualTo("[DONE]");
        JsonNode first = TestGateway.json(data.getFirst());
        assertThat(first.path("object").asString()).isEqualTo("chat.completion.chunk");
        assertThat(first.path("choices").path(0).path("delta").path("role").asString()).isEqualTo("assistant");
        assertThat(first.has("usage")).isFalse();
        JsonNode last = TestGateway.json(data.get(data.size() - 2));
        assertThat(last.path("choices").path(0).path("finish_reason").asString()).isEqualTo("stop");
        JsonNode drover = last.path("drover");
        assertThat(drover.path("decision").asString())
                .isEqualTo(response.headers().firstValue("x-drover-decision").orElseThrow());
        assertThat(drover.path("policy").asString()).isEqualTo("default");
        assertThat(drover.path("route").asString()).isEqualTo("pair");
        assertThat(drover.path("model").asString()).isEqualTo("pair");
        assertThat(drover.path("rule").asString()).isEqualTo("token-v3");
        assertThat(drover.path("drafted").asInt()).isPositive();
        assertThat(drover.path("kept").asInt()).isPositive();
        assertThat(drover.has("deferred")).isTrue();
        assertThat(drover.path("reasons").isArray()).isTrue();
    }

    @Test
    void aWholeAnswerHasMessageUsageAndExplanation() {
        HttpResponse<String> response = gateway.ask("large", false, "What is 37 + 58?");

        JsonNode body = TestGateway.json(response.body());
        assertThat(body.path("object").asString()).isEqualTo("chat.completion");
        assertThat(body.path("id").asString()).startsWith("chatcmpl-");
        assertThat(body.path("model").asString()).isEqualTo("large");
        assertThat(body.path("choices").path(0).path("message").path("content").asString())
                .isEqualTo("37 + 58 = 95. The answer is 95.");
        assertThat(body.path("choices").path(0).path("finish_reason").asString()).isEqualTo("stop");
        assertThat(body.path("usage").path("total_tokens").asInt())
                .isEqualTo(body.path("usage").path("prompt_tokens").asInt()
                        + body.path("usage").path("completion_tokens").asInt());
        assertThat(body.path("drover").path("model").asString()).isEqualTo("large");
        assertThat(response.headers().firstValue("x-drover-decision")).isPresent();
    }

    @Test
    void usageComesInAChunkOfItsOwnWhenItIsAskedFor() {
        HttpResponse<String> response = gateway.ask("""
                {"model":"large","stream":true,"stream_options":{"include_usage":true},
                 "messages":[{"role":"user","content":"Hi"}]}""");

        List<String> data = TestGateway.data(response.body());
        JsonNode last = TestGateway.json(data.get(data.size() - 2));
        assertThat(last.path("choices").isArray()).isTrue();
        assertThat(last.path("choices")).isEmpty();
        assertThat(last.path("usage").path("completion_tokens").asInt()).isEqualTo(32);
        assertThat(last.path("drover").path("decision").isString()).isTrue();
        assertThat(TestGateway.json(data.getFirst()).path("usage").isNull()).isTrue();
    }

    @Test
    void theAnswerEndsAtItsLimitAndAtAStopText() {
        JsonNode cut = TestGateway.json(gateway.ask("""
                {"model":"large","max_completion_tokens":7,"messages":[{"role":"user","content":"Hi"}]}""").body());
        JsonNode stopped = TestGateway.json(gateway.ask("""
                {"model":"large","stop":[". "],"messages":[{"role":"user","content":[
                  {"type":"text","text":"Hi"}]}]}""").body());

        assertThat(cut.path("choices").path(0).path("message").path("content").asString()).isEqualTo("37 + 58");
        assertThat(cut.path("choices").path(0).path("finish_reason").asString()).isEqualTo("length");
        assertThat(stopped.path("choices").path(0).path("message").path("content").asString())
                .isEqualTo("37 + 58 = 95");
        assertThat(stopped.path("choices").path(0).path("finish_reason").asString()).isEqualTo("stop");
    }

    @Test
    void modelsAreListedAndFoundByName() {
        JsonNode list = TestGateway.json(gateway.get(gateway.url() + "/v1/models").body());
        JsonNode one = TestGateway.json(gateway.get(gateway.url() + "/v1/models/pair").body());
        HttpResponse<String> none = gateway.get(gateway.url() + "/v1/models/lareg");

        assertThat(list.path("data").findValuesAsString("id")).containsExactly("auto", "large", "pair", "small");
        assertThat(one.path("object").asString()).isEqualTo("model");
        assertThat(one.path("id").asString()).isEqualTo("pair");
        assertThat(none.statusCode()).isEqualTo(404);
        assertThat(none.body()).contains("large?").contains("model_not_found");
    }

    @Test
    void healthTellsWhetherItLivesAndIsReady() {
        assertThat(gateway.get(gateway.url() + "/health/live").statusCode()).isEqualTo(200);
        assertThat(gateway.get(gateway.url() + "/health/ready").body()).isEqualTo("{\"status\":\"ready\"}");
    }

    @Test
    void theWholeDecisionIsToldOnTheAdminPort() {
        String id = gateway.ask("auto", false, "What is 37 + 58?")
                .headers()
                .firstValue("x-drover-decision")
                .orElseThrow();

        JsonNode decision = TestGateway.json(gateway.get(gateway.adminUrl() + "/admin/decisions/" + id).body());

        assertThat(decision.path("policy").asString()).isEqualTo("default");
        assertThat(decision.path("outcome").asString()).isEqualTo("completed");
        assertThat(decision.path("usage").path("completionTokens").asInt()).isPositive();
        assertThat(decision.path("cost").path("amount").asDouble()).isPositive();
        assertThat(decision.path("facts").path("rule").asString()).isEqualTo("token-v3");
        assertThat(gateway.get(gateway.adminUrl() + "/admin/decisions/d-0").statusCode()).isEqualTo(404);
    }
}
