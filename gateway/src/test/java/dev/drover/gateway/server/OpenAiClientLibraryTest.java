package dev.drover.gateway.server;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import dev.drover.gateway.fixture.FakeUpstream;
import dev.drover.gateway.fixture.TestGateway;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The official library, pointed here instead of at OpenAI. */
class OpenAiClientLibraryTest {

    @TempDir
    static Path folder;
    private static FakeUpstream upstream;
    private static TestGateway gateway;
    private static OpenAIClient client;

    @BeforeAll
    static void start() {
        upstream = new FakeUpstream();
        TestGateway.local(folder, "small", "It is 95.");
        TestGateway.remote(folder, "dies", "{}", upstream.deployment("dies", 0));
        gateway = TestGateway.over(folder);
        client = OpenAIOkHttpClient.builder().baseUrl(gateway.url() + "/v1").apiKey("unused").maxRetries(0).build();
    }

    @AfterAll
    static void stop() {
        client.close();
        gateway.close();
        upstream.close();
    }

    private static ChatCompletionCreateParams.Builder asking(String model) {
        return ChatCompletionCreateParams.builder().model(model).addUserMessage("What is 37 + 58?");
    }

    @Test
    void aWholeAnswerIsUnderstood() {
        ChatCompletion answer = client.chat().completions().create(asking("small").build());

        assertThat(answer.validate().choices().getFirst().message().content()).hasValue("It is 95.");
        assertThat(answer.choices().getFirst().finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.STOP);
        assertThat(answer.usage().orElseThrow().completionTokens()).isEqualTo(10);
    }

    @Test
    void aStreamIsUnderstoodChunkByChunk() {
        ChatCompletionCreateParams params = asking("small")
                .streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build())
                .build();
        try (StreamResponse<ChatCompletionChunk> stream = client.chat().completions().createStreaming(params)) {
            List<ChatCompletionChunk> chunks = stream.stream().map(ChatCompletionChunk::validate).toList();

            assertThat(chunks.stream()
                    .flatMap(chunk -> chunk.choices().stream())
                    .map(choice -> choice.delta().content().orElse(""))
                    .reduce("", String::concat)).isEqualTo("It is 95.");
            assertThat(chunks.getLast().usage()).isPresent();
        }
    }

    @Test
    void anErrorIsUnderstoodWithItsCode() {
        assertThatThrownBy(() -> client.chat().completions().create(asking("smal").build())).isInstanceOfSatisfying(
                NotFoundException.class, failure -> assertThat(failure.code()).hasValue("model_not_found"));
    }

    @Test
    void aStreamThatDiesIsAnErrorForTheLibraryToo() {
        assertThatThrownBy(() -> {
            try (var stream = client.chat().completions().createStreaming(asking("dies").build())) {
                stream.stream().forEach(ChatCompletionChunk::validate);
            }
        }).isInstanceOf(OpenAIException.class);
    }

    @Test
    void modelsAreListed() {
        assertThat(client.models().list().data()).extracting(model -> model.id()).containsExactly("dies", "small");
        assertThat(client.models().retrieve("small").ownedBy()).isEqualTo("drover");
    }
}
