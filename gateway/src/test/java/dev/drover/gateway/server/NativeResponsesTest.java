package dev.drover.gateway.server;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.drover.gateway.fixture.OverWireMock;
import dev.drover.gateway.fixture.TestGateway;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static org.assertj.core.api.Assertions.assertThat;

/** Responses of a provider that answers them itself. */
class NativeResponsesTest extends OverWireMock {

    private static final String OUTPUT = "[{\"type\":\"reasoning\",\"id\":\"rs_1\",\"summary\":[]},{\"type\":\"message\","
            + "\"id\":\"msg_1\",\"status\":\"completed\",\"role\":\"assistant\",\"content\":[{\"type\":\"output_text\","
            + "\"text\":\"Hello there\",\"annotations\":[]}]}]";
    private static final String RESPONSE = "{\"id\":\"resp_up\",\"object\":\"response\",\"status\":\"completed\","
            + "\"model\":\"up\",\"output\":" + OUTPUT + ",\"usage\":{\"input_tokens\":5,\"output_tokens\":2,"
            + "\"total_tokens\":7},\"x_unknown\":true}";
    private static final List<String> EVENTS = List.of(
            "{\"type\":\"response.created\",\"sequence_number\":0,\"response\":{\"id\":\"resp_up\",\"model\":\"up\"}}",
            "{\"type\":\"response.web_search_call.searching\",\"output_index\":0,\"item_id\":\"ws\",\"sequence_number\":1}",
            "{\"type\":\"response.output_text.delta\",\"output_index\":1,\"delta\":\"Hello \",\"sequence_number\":2}",
            "{\"type\":\"response.output_text.delta\",\"output_index\":1,\"delta\":\"there\",\"sequence_number\":3}",
            "{\"type\":\"response.completed\",\"sequence_number\":4,\"response\":" + RESPONSE + "}");

    @BeforeAll
    static void start() {
        TestGateway.remote(folder, "native", "{}",
                "{provider: openai, url: \"" + upstream.baseUrl() + "/v1\", model: up, responses: true}");
        serve();
    }

    @BeforeEach
    void forget() {
        upstream.resetAll();
    }

    private static void answers(String type, String body) {
        upstream.stubFor(post(anyUrl()).willReturn(aResponse().withHeader("Content-Type", type).withBody(body)));
    }

    private static void streams(List<String> events) {
        StringBuilder stream = new StringBuilder();
        events.forEach(event -> stream.append("event: ignored\ndata: ").append(event).append("\n\n"));
        answers("text/event-stream", stream.toString());
    }

    private static HttpResponse<String> ask(String fields) {
        return gateway.send(gateway.post("/v1/responses", "{\"model\":\"native\"," + fields + "}").build());
    }

    private static LoggedRequest asked() {
        return upstream.findAll(postRequestedFor(anyUrl())).getLast();
    }

    @Test
    void aResponseIsForwardedBothWaysAsItCame() {
        answers("application/json", RESPONSE);
        HttpResponse<String> response = ask("\"input\":\"Hi\",\"tools\":[{\"type\":\"web_search\"}],\"x_new\":1.50");

        assertThat(response.body()).isEqualTo(RESPONSE);
        assertThat(asked().getUrl()).isEqualTo("/v1/responses");
        assertThat(asked().getBodyAsString())
                .isEqualTo("{\"model\":\"up\",\"input\":\"Hi\",\"tools\":[{\"type\":\"web_search\"}],\"x_new\":1.50}");
        JsonNode decision = gateway.decision(response);
        assertThat(decision.toString()).contains("\"native\"");
    }

    @Test
    void aStreamIsForwardedEventByEvent() {
        streams(EVENTS);
        String stream = ask("\"input\":\"Hi\",\"stream\":true").body();
        assertThat(TestGateway.data(stream)).isEqualTo(EVENTS);
        assertThat(stream).contains("event: response.output_text.delta\ndata: {").doesNotContain("ignored");
    }

    @Test
    void aConversationGoesOnFromWhatIsKeptHere() {
        streams(EVENTS);
        ask("\"input\":\"Hi\",\"stream\":true");
        assertThat(gateway.get(gateway.url() + "/v1/responses/resp_up").body()).isEqualTo(RESPONSE);

        ask("\"input\":\"And?\",\"stream\":true,\"previous_response_id\":\"resp_up\"");
        JsonNode body = TestGateway.json(asked().getBodyAsString());
        assertThat(body.has("previous_response_id")).isFalse();
        assertThat(body.path("input")).hasToString("[{\"type\":\"message\",\"role\":\"user\",\"content\":\"Hi\"},"
                + "{\"type\":\"message\",\"role\":\"assistant\",\"content\":[{\"type\":\"output_text\",\"text\":\"Hello there\","
                + "\"annotations\":[]}]},{\"type\":\"message\",\"role\":\"user\",\"content\":\"And?\"}]");
    }

    @Test
    void whatCameOtherwiseThanItWasAskedForIsDeliveredAsItWasAskedFor() {
        answers("application/json", RESPONSE);
        String stream = ask("\"input\":\"Hi\",\"stream\":true").body();
        assertThat(stream).contains("event: response.output_text.delta").contains("event: response.completed");

        streams(EVENTS);
        JsonNode whole = TestGateway.json(ask("\"input\":\"Hi\"").body());
        assertThat(whole.at("/output/0/content/0/text").asString()).isEqualTo("Hello there");
        assertThat(whole.at("/usage/total_tokens").asInt()).isEqualTo(7);
    }

    @Test
    void aStreamThatFailsSaysSoAndIsNotKept() {
        streams(EVENTS.subList(0, 3).stream().map(event -> event.replace("resp_up", "resp_cut")).toList());
        assertThat(ask("\"input\":\"Hi\",\"stream\":true").body()).contains("event: error").contains("stream_cut");
        assertThat(gateway.get(gateway.url() + "/v1/responses/resp_cut").statusCode()).isEqualTo(404);

        streams(List.of(EVENTS.getFirst(), "{\"type\":\"response.failed\",\"response\":{\"error\":{\"code\":"
                + "\"rate_limit_exceeded\",\"message\":\"slow down\"}}}"));
        assertThat(ask("\"input\":\"Hi\",\"stream\":true").statusCode()).isEqualTo(503);
    }

    @Test
    void whatIsKeptElsewhereIsStillRefused() {
        assertThat(ask("\"input\":\"Hi\",\"conversation\":\"conv_1\"").body()).contains("conversation: given");
        assertThat(upstream.findAll(postRequestedFor(anyUrl()))).isEmpty();
    }

    @Test
    void tokensOfAnInputAreCountedByWhoCan() {
        assertThat(gateway
                .send(gateway.post("/v1/responses/input_tokens", "{\"model\":\"native\",\"input\":\"Hi\"}").build())
                .statusCode()).isEqualTo(400);
    }
}
