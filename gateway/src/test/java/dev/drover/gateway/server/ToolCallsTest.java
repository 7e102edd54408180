package dev.drover.gateway.server;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.ContentBlock;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.StopReason;
import com.anthropic.models.messages.Tool;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.models.embeddings.EmbeddingCreateParams;
import dev.drover.gateway.fixture.TestGateway;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/** Calls of tools, several choices and embeddings, through every form, from the scripted provider. */
class ToolCallsTest {

    private static final String ASK = "\"messages\":[{\"role\":\"user\",\"content\":\"Weather?\"}],"
            + "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"get_weather\"}}]";

    @TempDir
    static Path folder;
    private static TestGateway gateway;

    @BeforeAll
    static void start() {
        TestGateway.remote(folder, "caller", "{}",
                "{provider: scripted, model: s, tool: \"*\", calls: 2, arguments: '{\"city\":\"Paris\"}'}");
        TestGateway.local(folder, "small", "Yes.");
        gateway = TestGateway.over(folder);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void inOpenAisForm() {
        JsonNode choice = TestGateway.json(gateway.ask("{\"model\":\"caller\"," + ASK + "}").body())
                .path("choices")
                .path(0);
        assertThat(choice.path("finish_reason").asString()).isEqualTo("tool_calls");
        assertThat(choice.path("message").path("content").isNull()).isTrue();
        assertThat(choice.path("message").path("tool_calls")).hasSize(2)
                .allMatch(call -> call.path("function")
                        .toString()
                        .equals("{\"name\":\"get_weather\",\"arguments\":\"{\\\"city\\\":\\\"Paris\\\"}\"}"));

        List<String> chunks = TestGateway
                .data(gateway.ask("{\"model\":\"caller\",\"stream\":true," + ASK + "}").body());
        StringBuilder arguments = new StringBuilder();
        chunks.stream()
                .filter(chunk -> chunk.startsWith("{"))
                .forEach(chunk -> TestGateway.json(chunk)
                        .path("choices")
                        .path(0)
                        .path("delta")
                        .path("tool_calls")
                        .forEach(call -> arguments.append(call.path("index").asInt())
                                .append(call.path("function").path("arguments").asString(""))));
        assertThat(arguments.toString().replaceAll("[01]", "")).isEqualTo("{\"city\":\"Paris\"}{\"city\":\"Paris\"}");
    }

    @Test
    void inAnthropicsFormWholeAndAsAStream() {
        AnthropicClient client = AnthropicOkHttpClient.builder()
                .baseUrl(gateway.url())
                .apiKey("unused")
                .maxRetries(0)
                .build();
        try {
            MessageCreateParams params = MessageCreateParams.builder()
                    .model("caller")
                    .maxTokens(100)
                    .addUserMessage("Weather?")
                    .addTool(Tool.builder().name("get_weather").inputSchema(Tool.InputSchema.builder().build()).build())
                    .build();
            assertCalls(client.messages().create(params).validate());
            MessageAccumulator message = MessageAccumulator.create();
            try (var stream = client.messages().createStreaming(params)) {
                stream.stream().map(RawMessageStreamEvent::validate).forEach(message::accumulate);
            }
            assertCalls(message.message());
        } finally {
            client.close();
        }
    }

    private static void assertCalls(Message message) {
        assertThat(message.stopReason()).hasValue(StopReason.TOOL_USE);
        assertThat(message.content()).hasSize(2).allMatch(ContentBlock::isToolUse);
        assertThat(message.content()).allSatisfy(block -> {
            assertThat(block.asToolUse().name()).isEqualTo("get_weather");
            assertThat(block.asToolUse()._input().toString()).isEqualTo("{city=Paris}");
        });
    }

    @Test
    void severalChoicesOfAModelOfThisProcessAreMadeOneForOne() {
        JsonNode body = TestGateway
                .json(gateway.ask("{\"model\":\"small\",\"n\":3,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}")
                        .body());
        assertThat(body.path("choices")).hasSize(3)
                .allMatch(choice -> choice.path("message").path("content").asString().equals("Yes."));
        assertThat(body.path("usage").path("completion_tokens").asInt()).isEqualTo(15);
    }

    @Test
    void embeddingsAreMadeInNumbersAndInBytes() {
        OpenAIClient client = OpenAIOkHttpClient.builder()
                .baseUrl(gateway.url() + "/v1")
                .apiKey("unused")
                .maxRetries(0)
                .build();
        try {
            EmbeddingCreateParams.Builder params = EmbeddingCreateParams.builder()
                    .model("caller")
                    .inputOfArrayOfStrings(List.of("a b", "c"))
                    .dimensions(4);
            var numbers = client.embeddings()
                    .create(params.encodingFormat(EmbeddingCreateParams.EncodingFormat.FLOAT).build());
            var bytes = client.embeddings()
                    .create(params.encodingFormat(EmbeddingCreateParams.EncodingFormat.BASE64).build());
            assertThat(numbers.data()).hasSize(2);
            assertThat(numbers.data().get(1).embedding()).hasSize(4).isEqualTo(bytes.data().get(1).embedding());
            assertThat(numbers.usage().promptTokens()).isEqualTo(3);
        } finally {
            client.close();
        }
        String refused = gateway.send(gateway.post("/v1/embeddings", "{\"model\":\"small\",\"input\":\"a\"}").build())
                .body();
        assertThat(refused).contains("unsupported_operation").contains("makes no embeddings");
    }
}
