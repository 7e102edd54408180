package dev.drover.gateway.server;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.errors.AnthropicException;
import com.anthropic.errors.BadRequestException;
import com.anthropic.errors.NotFoundException;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCountTokensParams;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.StopReason;
import com.anthropic.models.messages.Tool;
import dev.drover.gateway.fixture.FakeUpstream;
import dev.drover.gateway.fixture.TestGateway;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Anthropic's official library, pointed here: {@code POST /v1/messages} over models that speak other forms. */
class AnthropicClientLibraryTest {

    @TempDir
    static Path folder;
    private static FakeUpstream upstream;
    private static TestGateway gateway;
    private static AnthropicClient client;

    @BeforeAll
    static void start() {
        upstream = new FakeUpstream();
        TestGateway.local(folder, "small", "It is 95. And more.");
        TestGateway.remote(folder, "good", "{}", upstream.deployment("good", 0));
        TestGateway.remote(folder, "dies", "{}", upstream.deployment("dies", 0));
        gateway = TestGateway.over(folder);
        client = AnthropicOkHttpClient.builder().baseUrl(gateway.url()).apiKey("unused").maxRetries(0).build();
    }

    @AfterAll
    static void stop() {
        client.close();
        gateway.close();
        upstream.close();
    }

    private static MessageCreateParams.Builder asking(String model) {
        return MessageCreateParams.builder().model(model).maxTokens(100).system("Be brief.").addUserMessage("37 + 58?");
    }

    private static String text(Message message) {
        return message.content().getFirst().asText().text();
    }

    @Test
    void aWholeAnswerOfAModelOfThisProcessIsUnderstood() {
        Message message = client.messages().create(asking("small").addStopSequence(". And").build()).validate();

        assertThat(text(message)).isEqualTo("It is 95");
        assertThat(message.stopReason()).hasValue(StopReason.STOP_SEQUENCE);
        assertThat(message.stopSequence()).hasValue(". And");
        assertThat(message.usage().outputTokens()).isEqualTo(13);
        assertThat(message.usage().inputTokens()).isPositive();
    }

    @Test
    void aStreamBuildsTheSameMessage() {
        MessageAccumulator message = MessageAccumulator.create();
        try (StreamResponse<RawMessageStreamEvent> stream = client.messages()
                .createStreaming(asking("small").maxTokens(9).build())) {
            stream.stream().map(RawMessageStreamEvent::validate).forEach(message::accumulate);
        }
        assertThat(text(message.message())).isEqualTo("It is 95.");
        assertThat(message.message().stopReason()).hasValue(StopReason.MAX_TOKENS);
        assertThat(message.message().usage().outputTokens()).isEqualTo(9);
    }

    @Test
    void aModelBehindAnotherProviderAnswersToo() {
        Message message = client.messages().create(asking("good").build()).validate();

        assertThat(text(message)).isEqualTo("Good day");
        assertThat(message.stopReason()).hasValue(StopReason.END_TURN);
        assertThat(message.usage().inputTokens()).isEqualTo(5);
        assertThat(upstream.bodies).last()
                .asString()
                .contains("{\"role\":\"system\",\"content\":\"Be brief.\"}")
                .contains("\"max_tokens\":100")
                .contains("\"include_usage\":true");
    }

    @Test
    void tokensAreCountedAsTheModelReadsThem() {
        MessageCountTokensParams.Builder params = MessageCountTokensParams.builder()
                .model("small")
                .addUserMessage("37 + 58?");
        long tokens = client.messages().countTokens(params.build()).inputTokens();

        assertThat(tokens).as("a token a letter, and one for the turn").isEqualTo("user:37 + 58?\n".length() + 1);
        assertThatThrownBy(() -> client.messages().countTokens(params.model("good").build()))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("cannot count tokens");
    }

    @Test
    void errorsAreUnderstoodByTheirKind() {
        assertThatThrownBy(() -> client.messages().create(asking("smal").build())).isInstanceOf(NotFoundException.class)
                .hasMessageContaining("expected: small?");
        assertThatThrownBy(() -> client.messages()
                .create(asking("small")
                        .addTool(Tool.builder().name("f").inputSchema(Tool.InputSchema.builder().build()).build())
                        .build()))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("tools: a list of 1");
    }

    @Test
    void aStreamThatDiesIsAnErrorForTheLibraryToo() {
        assertThatThrownBy(() -> {
            try (var stream = client.messages().createStreaming(asking("dies").build())) {
                stream.stream().forEach(RawMessageStreamEvent::validate);
            }
        }).isInstanceOf(AnthropicException.class);
    }
}
