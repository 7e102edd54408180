package dev.drover.gateway.server;

import dev.drover.gateway.fixture.TestGateway;
import dev.drover.gateway.roster.EngineModels;
import dev.drover.gateway.wire.Json;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/** The bundled models, which have never seen JSON, answer in it: alone and as a cascade. */
class FormattedAnswersTest {

    private static final String SCHEMA = "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"sum\","
            + "\"strict\":true,\"schema\":{\"type\":\"object\",\"properties\":{\"sum\":{\"type\":\"integer\",\"minimum\":0,"
            + "\"maximum\":999},\"sure\":{\"type\":\"boolean\"}},\"required\":[\"sum\",\"sure\"],"
            + "\"additionalProperties\":false}}}";

    @TempDir
    static Path folder;
    private static TestGateway gateway;

    @BeforeAll
    static void starts() throws IOException {
        Files.writeString(folder.resolve("all.yaml"), """
                apiVersion: drover.dev/v1
                kind: Model
                metadata: {name: small}
                spec: {local: {file: "bundled:drafter"}}
                ---
                apiVersion: drover.dev/v1
                kind: Model
                metadata: {name: large}
                spec: {local: {file: "bundled:verifier"}}
                ---
                apiVersion: drover.dev/v1
                kind: RoutePolicy
                metadata: {name: default}
                spec:
                  match: {models: [auto]}
                  route: {strategy: first, candidates: [pair, large]}
                  cascades:
                    - {name: pair, drafter: small, verifier: large, rule: token-v3, leniency: 0.5, blockLength: 5}
                """);
        gateway = TestGateway.loading(folder, new EngineModels());
    }

    @AfterAll
    static void stops() {
        gateway.close();
    }

    private static HttpResponse<String> ask(String model, String fields) {
        return gateway.ask("{\"model\":\"" + model
                + "\",\"messages\":[{\"role\":\"user\",\"content\":\"What is 37 + 58?\"}],\"temperature\":1,\"seed\":5,"
                + "\"max_tokens\":80," + fields + "}");
    }

    private static JsonNode choice(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return Json.mapper().readTree(response.body()).path("choices").path(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"large", "pair", "auto"})
    void aSchemaIsFollowed(String model) {
        JsonNode choice = choice(ask(model, SCHEMA));
        JsonNode answer = Json.mapper().readTree(choice.path("message").path("content").asString());
        assertThat(answer.propertyNames()).containsExactly("sum", "sure");
        assertThat(answer.path("sum").asInt()).isBetween(0, 999);
        assertThat(answer.path("sure").isBoolean()).isTrue();
        assertThat(choice.path("finish_reason").asString()).isEqualTo("stop");
    }

    @Test
    void severalChoicesAreEachOfTheForm() {
        JsonNode choices = Json.mapper().readTree(ask("pair", SCHEMA + ",\"n\":3").body()).path("choices");
        assertThat(choices).hasSize(3)
                .allSatisfy(choice -> assertThat(
                        Json.mapper().readTree(choice.path("message").path("content").asString()).has("sum")).isTrue());
    }

    @Test
    void aGrammarIsFollowedInAStream() {
        HttpResponse<String> response = ask("pair",
                "\"stream\":true,\"grammar\":\"root ::= \\\"<\\\" [0-9]{2} \\\">\\\"\"");
        StringBuilder text = new StringBuilder();
        List.of(response.body().split("\n\n"))
                .stream()
                .filter(event -> event.startsWith("data: {"))
                .forEach(event -> text.append(Json.mapper()
                        .readTree(event.substring(6))
                        .path("choices")
                        .path(0)
                        .path("delta")
                        .path("content")
                        .asString("")));
        assertThat(text.toString()).matches("<\\d\\d>");
        assertThat(response.body()).endsWith("data: [DONE]\n\n");
    }

    @Test
    void likelihoodsAreToldByOneModelAndNotByACascade() {
        JsonNode content = choice(ask("large", "\"logprobs\":true,\"top_logprobs\":2")).path("logprobs")
                .path("content");
        assertThat(content).isNotEmpty().allSatisfy(token -> assertThat(token.path("top_logprobs")).hasSize(2));
        HttpResponse<String> refused = ask("pair", "\"logprobs\":true");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("as pair does not tell how likely its tokens are");
        assertThat(choice(ask("auto", "\"logprobs\":true")).path("logprobs").path("content"))
                .as("a candidate that can answers")
                .isNotEmpty();
    }

    @Test
    void whatNoneCanDoIsRefusedWithTheCure() {
        HttpResponse<String> tools = ask("auto", "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]");
        assertThat(tools.statusCode()).isEqualTo(400);
        assertThat(tools.body()).contains("tools: a list of 1 (expected: none, for model pair")
                .contains("choose a model that was trained to call them");
        HttpResponse<String> grammar = ask("large", "\"grammar\":\"root ::= (\"");
        assertThat(grammar.statusCode()).isEqualTo(400);
        assertThat(grammar.body()).contains("rule root, offset 10");
        HttpResponse<String> both = ask("large", "\"grammar\":\"root ::= \\\"a\\\"\"," + SCHEMA);
        assertThat(both.statusCode()).isEqualTo(400);
    }
}
