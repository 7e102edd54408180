package dev.drover.gateway.provider.gemini;

import dev.drover.gateway.provider.ProviderContract;
import dev.drover.gateway.provider.Recording;
import dev.drover.gateway.provider.Recording.Recorded;
import dev.drover.gateway.provider.transport.SseParser;
import dev.drover.gateway.wire.Json;
import dev.drover.inference.AnswerFormat;
import dev.drover.inference.AnswerOptions;
import dev.drover.inference.AnswerPart;
import dev.drover.inference.ChatRequest;
import dev.drover.inference.ContentPart;
import dev.drover.inference.EmbeddingClient;
import dev.drover.inference.EmbeddingRequest;
import dev.drover.inference.Message;
import dev.drover.inference.Sampling;
import dev.drover.inference.Tool;
import dev.drover.inference.ToolCall;
import dev.drover.inference.ToolChoice;
import dev.drover.inference.ToolUse;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class GeminiContractTest extends ProviderContract {

    private static final Recorded RECORDED = Recorded.of(
            """
                    {"candidates":[{"content":{"parts":[{"text":"Hello"}],"role":"model"},"index":0}],"usageMetadata":{"promptTokenCount":11,"totalTokenCount":11},"modelVersion":"gemini"}
                    {"candidates":[{"content":{"parts":[{"text":" there!"}],"role":"model"},"index":0}],"usageMetadata":{"promptTokenCount":11,"candidatesTokenCount":4}}
                    {"candidates":[{"content":{"parts":[{"text":""}],"role":"model"},"finishReason":"STOP","index":0}],"usageMetadata":{"promptTokenCount":11,"candidatesTokenCount":6,"totalTokenCount":17}}""",
            """
                    {"candidates":[{"content":{"parts":[{"functionCall":{"name":"get_weather","args":{"city":"Paris"}},"thoughtSignature":"c2lnbmVk"}],"role":"model"},"index":0}]}
                    {"candidates":[{"content":{"parts":[{"functionCall":{"name":"get_time","args":{"zone":"CET"}}}],"role":"model"},"finishReason":"STOP","index":0}]}""",
            """
                    {"candidates":[{"content":{"parts":[{"text":"Let me ","thought":true}],"role":"model"},"index":0}]}
                    {"candidates":[{"content":{"parts":[{"text":"see.","thought":true},{"text":"42"}],"role":"model"},"index":0}]}
                    {"candidates":[{"finishReason":"STOP","index":0}],"usageMetadata":{"promptTokenCount":11,"candidatesTokenCount":1,"thoughtsTokenCount":7}}""",
            """
                    {"candidates":[{"content":{"parts":[{"text":"Once"}],"role":"model"},"finishReason":"MAX_TOKENS","index":0}]}""",
            "{\"error\":{\"code\":500,\"message\":\"out of memory\",\"status\":\"INTERNAL\"}}",
            "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"Hello there!\"}],\"role\":\"model\"},"
                    + "\"finishReason\":\"STOP\",\"index\":0}],"
                    + "\"usageMetadata\":{\"promptTokenCount\":11,\"candidatesTokenCount\":6}}");

    GeminiContractTest() {
        super(new GeminiProvider(), Recording.events(() -> new SseParser(1_000_000), GeminiTranslation::new, RECORDED));
    }

    @Override
    protected Map.Entry<String, String> keyHeader() {
        return Map.entry("x-goog-api-key", KEY);
    }

    @Test
    void aRequestIsWrittenInItsForm() {
        answers("application/json", RECORDED.whole());
        AnswerOptions options = new AnswerOptions(
                new ToolUse(List.of(new Tool("f", "d", "{\"type\":\"object\"}", false)), new ToolChoice.Named("f"),
                        null),
                AnswerFormat.JSON, 1, null, "low", null, List.of());
        answer(new ChatRequest("up-model",
                List.of(Message.system("Be kind."), new Message("user",
                        List.of(new ContentPart.Text("See"), new ContentPart.Image("data:image/png;base64,AA==", null),
                                new ContentPart.Audio("BB==", "wav"))),
                        Message.calls(List.of(), List.of(new ToolCall("c1", "f", "{\"x\":1}"))),
                        Message.result("c1", List.of(new ContentPart.Text("2")))),
                new Sampling(0.5, 0.9, 7, null, 3L), 50, List.of("END"), options, false, null));

        assertThat(asked().getUrl()).startsWith("/base/models/up-model:streamGenerateContent?alt=sse");
        assertThat(Json.mapper().readTree(asked().getBodyAsString())).isEqualTo(Json.mapper().readTree("""
                {"systemInstruction":{"parts":[{"text":"Be kind."}]},
                 "contents":[{"role":"user","parts":[{"text":"See"},
                     {"inlineData":{"mimeType":"image/png","data":"AA=="}},
                     {"inlineData":{"mimeType":"audio/wav","data":"BB=="}}]},
                   {"role":"model","parts":[{"functionCall":{"name":"f","args":{"x":1}}}]},
                   {"role":"user","parts":[{"functionResponse":{"name":"f","response":{"result":"2"}}}]}],
                 "tools":[{"functionDeclarations":[{"name":"f","description":"d",
                     "parametersJsonSchema":{"type":"object"}}]}],
                 "toolConfig":{"functionCallingConfig":{"mode":"ANY","allowedFunctionNames":["f"]}},
                 "generationConfig":{"temperature":0.5,"topP":0.9,"topK":7,"seed":3,"maxOutputTokens":50,
                   "stopSequences":["END"],"responseMimeType":"application/json",
                   "thinkingConfig":{"thinkingBudget":1024,"includeThoughts":true}}}"""));
    }

    @Test
    void theSignatureOfACallComesBackWithIt() {
        answers("text/event-stream", "data: " + String.join("\n\ndata: ", RECORDED.tools()) + "\n\n");
        String id = answer(ChatRequest.of("up-model", "Hi")).stream()
                .filter(AnswerPart.ToolCallDelta.class::isInstance)
                .map(part -> Objects.requireNonNull(((AnswerPart.ToolCallDelta) part).id()))
                .findFirst()
                .orElseThrow();
        assertThat(id).matches("[A-Za-z0-9_-]+");

        answers("application/json", RECORDED.whole());
        answer(ChatRequest.of("up-model",
                List.of(Message.user("Hi"), Message.calls(List.of(), List.of(new ToolCall(id, "get_weather", "{}"))),
                        Message.result(id, List.of(new ContentPart.Text("{\"rain\":true}"))))));
        assertThat(asked().getBodyAsString()).contains("\"thoughtSignature\":\"c2lnbmVk\"")
                .contains("\"functionResponse\":{\"name\":\"get_weather\",\"response\":{\"rain\":true}}");
    }

    @Test
    void aPromptThatIsRefusedIsAnAnswerThatSaysSo() {
        answers("application/json", "{\"promptFeedback\":{\"blockReason\":\"SAFETY\"}}");
        assertThat(answer(ChatRequest.of("up-model", "Hi"))).contains(
                new AnswerPart.Refusal(0, "the prompt was refused: SAFETY"),
                new AnswerPart.Finish(0, "content_filter"));
    }

    @Test
    void embeddingsAndCountsOfTokensAreMade() {
        answers("application/json", "{\"embeddings\":[{\"values\":[0.5,-1]},{\"values\":[2,3]}]}");
        EmbeddingClient embedder = (EmbeddingClient) client(baseUrl());
        assertThat(embedder.embed(new EmbeddingRequest("up-model", List.of("a", "b"), 2, "{}"))
                .blockOptional()
                .orElseThrow()
                .vectors()).containsExactly(new float[] {0.5F, -1}, new float[] {2, 3});
        assertThat(asked().getBodyAsString()).contains("\"outputDimensionality\":2");

        answers("application/json", "{\"totalTokens\":31}");
        assertThat(client(baseUrl()).countTokens(ChatRequest.of("up-model", "Hi")).blockOptional()).hasValue(31);
    }
}
