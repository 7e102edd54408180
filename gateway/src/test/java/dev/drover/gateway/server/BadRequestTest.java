package dev.drover.gateway.server;

import dev.drover.gateway.fixture.TestGateway;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

class BadRequestTest {

    @TempDir
    static Path folder;
    private static TestGateway gateway;

    @BeforeAll
    static void start() {
        TestGateway.local(folder, "small", "Yes.");
        gateway = TestGateway.over(folder);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void malformedJsonIsRefusedWithItsPlace() {
        assertError(gateway.ask("{\"model\": \"small\","), 400, "invalid_json", null);
        assertThat(gateway.ask("{\n  \"model\": oops}").body()).contains("line 2");
        assertError(gateway.ask("[]"), 400, "invalid_json", null);
        assertError(gateway.ask(""), 400, "invalid_json", null);
        assertError(gateway.ask("{\"model\":\"small\",\"model\":\"other\",\"messages\":[]}"), 400, "invalid_json",
                null);
    }

    @Test
    void bytesThatAreNoUtf8AreRefused() {
        HttpRequest request = gateway.chat("")
                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[] {'{', '"', (byte) 0xC3, '"', ':', '1', '}'}))
                .build();
        assertError(gateway.send(request), 400, "invalid_utf8", null);
    }

    @Test
    void deepNestingIsRefused() {
        String deep = "[".repeat(100_000) + "]".repeat(100_000);
        assertError(gateway.ask("{\"model\":\"small\",\"metadata\":" + deep + "}"), 400, "json_too_complex", null);
    }

    @Test
    void anUnknownModelIsNamedWithTheNearest() {
        HttpResponse<String> response = gateway.ask("smal", false, "Hi");
        assertError(response, 404, "model_not_found", "model");
        assertThat(response.body()).contains("model: smal (expected: small?)");
    }

    @Test
    void aPromptBeyondTheContextIsRefused() {
        assertError(gateway.ask("small", false, "word ".repeat(500)), 400, "context_length_exceeded", "messages");
        assertError(gateway.ask("small", true, "word ".repeat(500)), 400, "context_length_exceeded", "messages");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "tools":[{"type":"function","function":{"name":"f"}}]        | tools
            "tools":[{"type":"web_search"}]                              | tools[0].type
            "response_format":{"type":"json_schema","json_schema":{"name":"s","schema":{"not":{}}}} | response_format
            "grammar":"root ::= nothing"                                 | grammar
            "logprobs":true                                              | logprobs
            "modalities":["audio"]                                       | modalities
            "functions":[]                                               | functions
            """)
    void whatAModelOfThisProcessCannotDoIsRefusedByItsField(String field, String param) {
        HttpResponse<String> response = gateway
                .ask("{\"model\":\"small\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]," + field + "}");
        assertError(response, 400, "invalid_value", param);
        assertThat(response.body()).containsAnyOf("for model small, w", "as small does not tell", "#/not: ",
                "rule nothing: missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"tools\":[],\"tool_choice\":\"auto\"",
            "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}],\"tool_choice\":\"none\"",
            "\"response_format\":{\"type\":\"text\"}", "\"response_format\":{\"type\":\"json_object\"}",
            "\"logprobs\":false", "\"frequency_penalty\":0.5", "\"presence_penalty\":-1", "\"logit_bias\":{\"7\":-100}",
            "\"modalities\":[\"text\"]", "\"user\":\"u\"", "\"reasoning_effort\":\"low\""})
    void whatAsksForNothingBesidesTextIsAnswered(String field) {
        assertThat(
                gateway.ask("{\"model\":\"small\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]," + field + "}")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void aBiasForATokenTheModelDoesNotHaveIsRefused() {
        for (String token : List.of("99999999", "word")) {
            HttpResponse<String> response = gateway
                    .ask("{\"model\":\"small\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"logit_bias\":{\""
                            + token + "\":5}}");
            assertError(response, 400, "invalid_value", "logit_bias");
        }
    }

    @Test
    void picturesAndEarlierCallsAreRefusedWhereTheAnswerIsComposedHere() {
        assertError(gateway.ask("""
                {"model":"small","messages":[{"role":"user","content":[
                  {"type":"image_url","image_url":{"url":"data:,"}}]}]}"""), 400, "invalid_value", "messages");
        assertError(gateway.ask("""
                {"model":"small","messages":[{"role":"assistant","tool_calls":[
                  {"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]}]}"""), 400, "invalid_value",
                "messages");
    }

    @Test
    void anUnknownPathAndAWrongMethodAreToldApart() {
        assertError(gateway.get(gateway.url() + "/v1/chat"), 404, "unknown_path", null);
        HttpResponse<String> response = gateway.get(gateway.url() + "/v1/chat/completions");
        assertError(response, 405, "method_not_allowed", null);
        assertThat(response.headers().firstValue("allow")).hasValue("POST");
    }

    @Test
    void anythingButJsonIsRefused() {
        HttpRequest form = HttpRequest.newBuilder(URI.create(gateway.url() + "/v1/chat/completions"))
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();
        assertError(gateway.send(form), 415, "unsupported_media_type", null);
    }

    @Test
    void aBodyBeyondTheLimitIsRefused() {
        String large = "{\"model\":\"small\",\"messages\":[{\"role\":\"user\",\"content\":\""
                + "x".repeat(ServeSettings.MOST_BYTES) + "\"}]}";
        HttpRequest chunked = gateway.chat("")
                .POST(HttpRequest.BodyPublishers.fromPublisher(HttpRequest.BodyPublishers.ofString(large)))
                .build();
        assertError(gateway.send(chunked), 413, "body_too_large", null);
    }

    private static void assertError(HttpResponse<String> response, int status, String code, @Nullable String param) {
        JsonNode error = TestGateway.json(response.body()).path("error");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(error.path("code").asString()).isEqualTo(code);
        assertThat(error.path("type").asString()).isNotEmpty();
        assertThat(error.path("message").asString()).contains(code.equals("context_length_exceeded") ? "tokens" : ":");
        assertThat(error.path("param").isNull() ? null : error.path("param").asString()).isEqualTo(param);
    }
}
