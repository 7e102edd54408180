package dev.drover.gateway.server;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIException;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseStatus;
import com.openai.models.responses.ResponseStreamEvent;
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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** {@code /v1/responses}, mostly through OpenAI's official library. */
class ResponsesTest {

    @TempDir
    static Path folder;
    private static TestGateway gateway;
    private static OpenAIClient client;

    @BeforeAll
    static void start() {
        TestGateway.local(folder, "small", "It is 95.");
        TestGateway.remote(folder, "echo", "{}",
                "{provider: scripted, model: s, echo: true, reasoning: \"Let me see.\"}");
        TestGateway.remote(folder, "caller", "{}",
                "{provider: scripted, model: s, tool: \"*\", calls: 2, arguments: '{\"city\":\"Paris\"}', text: It rains.}");
        TestGateway.remote(folder, "dies", "{}", "{provider: scripted, model: s, fault: cut}");
        gateway = TestGateway.over(folder);
        client = OpenAIOkHttpClient.builder().baseUrl(gateway.url() + "/v1").apiKey("unused").maxRetries(0).build();
    }

    @AfterAll
    static void stop() {
        client.close();
        gateway.close();
    }

    private static ResponseCreateParams.Builder asking(String model, String input) {
        return ResponseCreateParams.builder().model(model).input(input);
    }

    private static String text(Response response) {
        return response.output().getLast().asMessage().content().getFirst().asOutputText().text();
    }

    private static JsonNode post(String body) {
        return TestGateway.json(gateway.send(gateway.post("/v1/responses", body).build()).body());
    }

    @Test
    void aWholeResponseIsUnderstood() {
        Response response = client.responses().create(asking("small", "37 + 58?").build()).validate();

        assertThat(text(response)).isEqualTo("It is 95.");
        assertThat(response.status()).hasValue(ResponseStatus.COMPLETED);
        assertThat(response.usage().orElseThrow().outputTokens()).isEqualTo(10);
    }

    @Test
    void aStreamEndsWithTheSameResponse() {
        StringBuilder deltas = new StringBuilder();
        try (StreamResponse<ResponseStreamEvent> stream = client.responses()
                .createStreaming(asking("echo", "One two three").build())) {
            List<ResponseStreamEvent> events = stream.stream().toList();
            events.forEach(event -> event.outputTextDelta().ifPresent(delta -> deltas.append(delta.delta())));
            assertThat(text(events.getLast().completed().orElseThrow().response().validate()))
                    .isEqualTo("One two three");
        }
        assertThat(deltas).hasToString("One two three");
    }

    @Test
    void aConversationGoesOnFromAStoredResponseWithItsToolsResults() {
        JsonNode first = post("{\"model\":\"caller\",\"input\":\"Weather?\",\"tools\":[{\"type\":\"function\","
                + "\"name\":\"get_weather\",\"parameters\":{\"type\":\"object\"}}]}");
        assertThat(first.path("output")).hasSize(2)
                .allMatch(item -> item.path("type").asString().equals("function_call")
                        && item.path("name").asString().equals("get_weather")
                        && item.path("arguments").asString().equals("{\"city\":\"Paris\"}"));

        JsonNode second = post("{\"model\":\"caller\",\"previous_response_id\":\"" + first.path("id").asString()
                + "\",\"input\":[{\"type\":\"function_call_output\",\"call_id\":\"call_scripted_0\",\"output\":\"rain\"},"
                + "{\"type\":\"function_call_output\",\"call_id\":\"call_scripted_1\",\"output\":\"sun\"}]}");
        assertThat(second.path("output").path(0).path("content").path(0).path("text").asString())
                .isEqualTo("It rains.");
        assertThat(second.path("usage").path("input_tokens").asInt()).as("the whole conversation is read").isEqualTo(3);

        JsonNode items = TestGateway.json(gateway
                .get(gateway.url() + "/v1/responses/" + second.path("id").asString() + "/input_items?order=asc&limit=3")
                .body());
        assertThat(items.path("data")).extracting(item -> item.path("type").asString())
                .containsExactly("message", "function_call", "function_call");
        assertThat(items.path("has_more").asBoolean()).isTrue();
    }

    @Test
    void aStoredResponseIsRetrievedUntilItIsDeleted() {
        Response made = client.responses().create(asking("echo", "Hi").build());
        assertThat(text(client.responses().retrieve(made.id()))).isEqualTo("Hi");
        client.responses().delete(made.id());
        assertThatThrownBy(() -> client.responses().retrieve(made.id())).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(
                () -> client.responses().create(asking("echo", "Go on").previousResponseId(made.id()).build()))
                .isInstanceOfSatisfying(NotFoundException.class,
                        missing -> assertThat(missing.code()).hasValue("previous_response_not_found"));
    }

    @Test
    void whatShallNotBeStoredIsNot() {
        Response made = client.responses().create(asking("echo", "Hi").store(false).build());
        assertThatThrownBy(() -> client.responses().retrieve(made.id())).isInstanceOf(NotFoundException.class);
    }

    @Test
    void aStreamThatDiesIsAnErrorAndNothingIsStored() {
        HttpResponse<String> response = gateway
                .send(gateway.post("/v1/responses", "{\"model\":\"dies\",\"input\":\"Hi\",\"stream\":true}").build());
        assertThat(response.body()).contains("event: error\n")
                .contains("stream_cut")
                .doesNotContain("response.completed");
        String id = TestGateway.json(TestGateway.data(response.body()).getFirst())
                .path("response")
                .path("id")
                .asString();
        assertThat(gateway.get(gateway.url() + "/v1/responses/" + id).statusCode()).isEqualTo(404);
        assertThatThrownBy(() -> client.responses().create(asking("dies", "Hi").build()))
                .isInstanceOf(OpenAIException.class);
    }

    @Test
    void toolsThatRunAtTheProviderAreRefusedByTheirField() {
        JsonNode error = post("{\"model\":\"echo\",\"input\":\"Hi\",\"tools\":[{\"type\":\"web_search\"}]}")
                .path("error");
        assertThat(error.path("param").asString()).isEqualTo("tools[0].type");
    }
}
