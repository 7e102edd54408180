package dev.drover.gateway.server;

import dev.drover.gateway.fixture.OverFakeUpstream;
import dev.drover.gateway.fixture.TestGateway;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code POST /v1/completions}. */
class CompletionsTest extends OverFakeUpstream {

    @BeforeAll
    static void start() {
        TestGateway.local(folder, "small", "It is 95, and so on and on.");
        TestGateway.remote(folder, "remote", "{}", upstream.deployment("good", 0));
        serve();
    }

    private static HttpResponse<String> ask(String body) {
        return gateway.send(gateway.post("/v1/completions", body).build());
    }

    @Test
    void aTextIsContinuedAsItStandsForSixteenTokensWhenNothingIsSaid() {
        HttpResponse<String> response = ask("{\"model\":\"small\",\"prompt\":\"37 + 58\\u0001\"}");

        JsonNode body = TestGateway.json(response.body());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(body.path("object").asString()).isEqualTo("text_completion");
        assertThat(body.path("id").asString()).startsWith("cmpl-");
        assertThat(body.path("choices").path(0).path("text").asString()).isEqualTo("It is 95, and so");
        assertThat(body.path("choices").path(0).path("finish_reason").asString()).isEqualTo("length");
        assertThat(body.path("usage").path("prompt_tokens").asInt()).as("no template around it").isEqualTo(8);
        assertThat(body.path("drover").isObject()).isTrue();
    }

    @Test
    void aStreamSaysTheSamePieceByPiece() {
        HttpResponse<String> response = ask(
                "{\"model\":\"small\",\"prompt\":\"a\\u0001\",\"max_tokens\":9,\"stream\":true,"
                        + "\"stream_options\":{\"include_usage\":true}}");

        var chunks = TestGateway.data(response.body());
        assertThat(chunks).last().isEqualTo("[DONE]");
        StringBuilder text = new StringBuilder();
        chunks.subList(0, chunks.size() - 1)
                .forEach(chunk -> text
                        .append(TestGateway.json(chunk).path("choices").path(0).path("text").asString("")));
        assertThat(text).hasToString("It is 95,");
        JsonNode last = TestGateway.json(chunks.get(chunks.size() - 2));
        assertThat(last.path("usage").path("completion_tokens").asInt()).isEqualTo(9);
        assertThat(last.path("drover").isObject()).isTrue();
    }

    @Test
    void severalPromptsWithSeveralChoicesEachAreAnsweredInOrder() {
        JsonNode body = TestGateway.json(
                ask("{\"model\":\"small\",\"prompt\":[\"a\\u0001\",\"bc\\u0001\"],\"n\":2,\"max_tokens\":5}").body());

        assertThat(body.path("choices")).hasSize(4)
                .extracting(choice -> choice.path("index").asInt())
                .containsExactly(0, 1, 2, 3);
        assertThat(body.path("choices")).allMatch(choice -> choice.path("text").asString().equals("It is"));
        assertThat(body.path("usage").path("prompt_tokens").asInt()).as("each prompt once").isEqualTo(5);
        assertThat(body.path("usage").path("completion_tokens").asInt()).isEqualTo(20);
    }

    @Test
    void aProviderOfTheSameFormGetsTheBodyAsItWasAndItsAnswerIsPassedOn() {
        upstream.bodies.clear();
        HttpResponse<String> response = ask(
                "{\"model\":\"remote\", \"prompt\":[1,2], \"echo\":true,\"odd\":1.50,\"stream\":true}");

        assertThat(TestGateway.data(response.body())).contains("[DONE]");
        assertThat(upstream.bodies).containsExactly("{\"stream_options\":{\"include_usage\":true},\"model\":\"up\", "
                + "\"prompt\":[1,2], \"echo\":true,\"odd\":1.50,\"stream\":true}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"model":"small"}                             | prompt
            {"model":"small","prompt":[]}                 | prompt
            {"model":"small","prompt":["a",1]}            | prompt[1]
            {"model":"small","prompt":[1,2]}              | prompt
            {"model":"small","prompt":"a","echo":true}    | echo
            {"model":"small","prompt":"a","suffix":"b"}   | suffix
            {"model":"small","prompt":"a","best_of":3}    | best_of
            {"model":"small","prompt":"a","logprobs":2}   | logprobs
            {"model":"small","prompt":"a","max_tokens":0} | max_tokens
            """)
    void whatCannotBeDoneIsRefusedByItsField(String body, String param) {
        HttpResponse<String> response = ask(body);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(TestGateway.json(response.body()).path("error").path("param").asString()).isEqualTo(param);
    }
}
