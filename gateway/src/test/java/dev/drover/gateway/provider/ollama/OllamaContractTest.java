package dev.drover.gateway.provider.ollama;

import dev.drover.gateway.provider.ProviderContract;
import dev.drover.gateway.provider.Recording;
import dev.drover.gateway.provider.Recording.Recorded;
import dev.drover.gateway.provider.transport.LineFraming;
import dev.drover.gateway.wire.Json;
import dev.drover.inference.AnswerFormat;
import dev.drover.inference.AnswerOptions;
import dev.drover.inference.ChatRequest;
import dev.drover.inference.ContentPart;
import dev.drover.inference.EmbeddingAnswer;
import dev.drover.inference.EmbeddingClient;
import dev.drover.inference.EmbeddingRequest;
import dev.drover.inference.InferenceFailure.Rejected;
import dev.drover.inference.Message;
import dev.drover.inference.Sampling;
import dev.drover.inference.Tool;
import dev.drover.inference.ToolCall;
import dev.drover.inference.ToolChoice;
import dev.drover.inference.ToolUse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class OllamaContractTest extends ProviderContract {

    private static final String DONE = ",\"done\":true,\"done_reason\":\"%s\",\"total_duration\":1,"
            + "\"prompt_eval_count\":11,\"eval_count\":6}";
    private static final Recorded RECORDED = Recorded.of("""
            {"model":"m","message":{"role":"assistant","content":"Hello"},"done":false}
            {"model":"m","message":{"role":"assistant","content":" there!"},"done":false}
            {"model":"m","message":{"role":"assistant","content":""}""" + DONE.formatted("stop"),
            """
                    {"model":"m","message":{"role":"assistant","content":"","tool_calls":[{"function":{"name":"get_weather","arguments":{"city":"Paris"}}}]},"done":false}
                    {"model":"m","message":{"role":"assistant","content":"","tool_calls":[{"function":{"name":"get_time","arguments":{"zone":"CET"}}}]},"done":false}
                    {"model":"m","message":{"role":"assistant","content":""}"""
                    + DONE.formatted("stop"),
            """
                    {"model":"m","message":{"role":"assistant","content":"","thinking":"Let me "},"done":false}
                    {"model":"m","message":{"role":"assistant","content":"","thinking":"see."},"done":false}
                    {"model":"m","message":{"role":"assistant","content":"42"},"done":false}
                    {"model":"m","message":{"role":"assistant","content":""}""" + DONE.formatted("stop"), """
                    {"model":"m","message":{"role":"assistant","content":"Once"},"done":false}
                    {"model":"m","message":{"role":"assistant","content":""}""" + DONE.formatted("length"),
            "{\"error\":\"out of memory\"}",
            "{\"model\":\"m\",\"message\":{\"role\":\"assistant\",\"content\":\"Hello there!\"}"
                    + DONE.formatted("stop"));

    OllamaContractTest() {
        super(new OllamaProvider(),
                Recording.lines(() -> new LineFraming(1_000_000), OllamaTranslation::new, RECORDED));
    }

    @Override
    protected Map.Entry<String, String> keyHeader() {
        return Map.entry("Authorization", "Bearer " + KEY);
    }

    @Test
    void aRequestIsWrittenInItsForm() {
        answers("application/json", RECORDED.whole());
        AnswerOptions options = new AnswerOptions(
                new ToolUse(List.of(new Tool("f", null, "{\"type\":\"object\"}", false)), ToolChoice.AUTO, null),
                new AnswerFormat.Schema("s", null, "{\"a\":1}", true), 1, null, "none", null, List.of());
        answer(new ChatRequest("up-model",
                List.of(new Message("developer", "Be kind."),
                        new Message("user",
                                List.of(new ContentPart.Text("See"),
                                        new ContentPart.Image("data:image/png;base64,AA==", null))),
                        Message.calls(List.of(), List.of(new ToolCall("c1", "f", "{\"x\":1}"))),
                        Message.result("c1", List.of(new ContentPart.Text("2")))),
                new Sampling(0.5, null, 7, 0.1, 3L), 50, List.of("END"), options, false, null));

        assertThat(asked().getUrl()).startsWith("/base/api/chat");
        assertThat(Json.mapper().readTree(asked().getBodyAsString())).isEqualTo(Json.mapper().readTree("""
                {"model":"up-model","stream":true,"messages":[{"role":"system","content":"Be kind."},
                   {"role":"user","content":"See","images":["AA=="]},
                   {"role":"assistant","content":"","tool_calls":[{"function":{"name":"f","arguments":{"x":1}}}]},
                   {"role":"tool","content":"2","tool_name":"f"}],
                 "tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object"}}}],
                 "format":{"a":1},"think":false,
                 "options":{"temperature":0.5,"top_k":7,"min_p":0.1,"seed":3,"num_predict":50,"stop":["END"]}}"""));
    }

    @Test
    void whatTheInterfaceCannotSayIsRefusedByItsField() {
        ChatRequest plain = ChatRequest.of("up-model", "Hi");
        assertThatThrownBy(() -> answer(plain.withOptions(plain.options()
                .withTools(new ToolUse(List.of(new Tool("f", null, null, false)), ToolChoice.REQUIRED, null)))))
                .isInstanceOf(Rejected.class)
                .hasMessageContaining("tool_choice: required");
        assertThatThrownBy(() -> answer(plain.withMessages(
                List.of(new Message("user", List.of(new ContentPart.Image("https://a.example/p.png", null)))))))
                .hasMessageContaining("the address of a picture (expected: data: with the picture");
    }

    @Test
    void embeddingsAreMade() {
        answers("application/json", "{\"embeddings\":[[0.5,-1],[2,3]],\"prompt_eval_count\":4}");
        EmbeddingAnswer answer = ((EmbeddingClient) client(baseUrl()))
                .embed(new EmbeddingRequest("up-model", List.of("a", "b"), null, "{}"))
                .blockOptional()
                .orElseThrow();
        assertThat(answer.vectors()).containsExactly(new float[] {0.5F, -1}, new float[] {2, 3});
        assertThat(answer.usage().promptTokens()).isEqualTo(4);
    }
}
