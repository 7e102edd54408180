package dev.drover.gateway.provider.bedrock;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.drover.gateway.provider.Endpoint;
import dev.drover.gateway.provider.ProviderContract;
import dev.drover.gateway.provider.Recording;
import dev.drover.gateway.provider.Recording.Recorded;
import dev.drover.gateway.wire.Json;
import dev.drover.inference.AnswerFormat;
import dev.drover.inference.AnswerOptions;
import dev.drover.inference.AnswerPart;
import dev.drover.inference.ChatRequest;
import dev.drover.inference.ContentPart;
import dev.drover.inference.InferenceFailure.Rejected;
import dev.drover.inference.InferenceFailure.Unavailable;
import dev.drover.inference.Message;
import dev.drover.inference.ModelClient;
import dev.drover.inference.Sampling;
import dev.drover.inference.Tool;
import dev.drover.inference.ToolCall;
import dev.drover.inference.ToolChoice;
import dev.drover.inference.ToolUse;
import dev.drover.inference.Usage;
import dev.drover.policy.Model;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BedrockContractTest extends ProviderContract {

    private static final String MODEL = "anthropic.claude-sonnet-4-20250514-v1:0";
    private static final String METADATA = "{\"metadata\":{\"usage\":{\"inputTokens\":11,\"outputTokens\":6,"
            + "\"totalTokens\":17},\"metrics\":{\"latencyMs\":900}}}";
    private static final Recorded RECORDED = Recorded.of("""
            {"messageStart":{"role":"assistant"}}
            {"contentBlockDelta":{"delta":{"text":"Hello"},"contentBlockIndex":0}}
            {"contentBlockDelta":{"delta":{"text":" there!"},"contentBlockIndex":0}}
            {"contentBlockStop":{"contentBlockIndex":0}}
            {"messageStop":{"stopReason":"end_turn"}}
            """ + METADATA,
            """
                    {"messageStart":{"role":"assistant"}}
                    {"contentBlockStart":{"start":{"toolUse":{"toolUseId":"tooluse_1","name":"get_weather"}},"contentBlockIndex":1}}
                    {"contentBlockDelta":{"delta":{"toolUse":{"input":"{\\"city\\":"}},"contentBlockIndex":1}}
                    {"contentBlockDelta":{"delta":{"toolUse":{"input":"\\"Paris\\"}"}},"contentBlockIndex":1}}
                    {"contentBlockStop":{"contentBlockIndex":1}}
                    {"contentBlockStart":{"start":{"toolUse":{"toolUseId":"tooluse_2","name":"get_time"}},"contentBlockIndex":2}}
                    {"contentBlockDelta":{"delta":{"toolUse":{"input":"{\\"zone\\":\\"CET\\"}"}},"contentBlockIndex":2}}
                    {"messageStop":{"stopReason":"tool_use"}}
                    """
                    + METADATA,
            """
                    {"messageStart":{"role":"assistant"}}
                    {"contentBlockDelta":{"delta":{"reasoningContent":{"text":"Let me "}},"contentBlockIndex":0}}
                    {"contentBlockDelta":{"delta":{"reasoningContent":{"text":"see."}},"contentBlockIndex":0}}
                    {"contentBlockDelta":{"delta":{"reasoningContent":{"signature":"c2ln"}},"contentBlockIndex":0}}
                    {"contentBlockDelta":{"delta":{"text":"42"},"contentBlockIndex":1}}
                    {"messageStop":{"stopReason":"end_turn"}}
                    """ + METADATA, """
                    {"messageStart":{"role":"assistant"}}
                    {"contentBlockDelta":{"delta":{"text":"Once"},"contentBlockIndex":0}}
                    {"messageStop":{"stopReason":"max_tokens"}}
                    """ + METADATA, "{\"modelStreamErrorException\":{\"message\":\"out of memory\"}}",
            "{\"output\":{\"message\":{\"role\":\"assistant\",\"content\":[{\"text\":\"Hello there!\"}]}},"
                    + "\"stopReason\":\"end_turn\",\"usage\":{\"inputTokens\":11,\"outputTokens\":6}}");

    private Map<String, Object> options = Map.of("auth", "bearer");

    BedrockContractTest() {
        super(new BedrockProvider(),
                new Recording("application/vnd.amazon.eventstream", () -> new EventStreamFraming(1_000_000),
                        ConverseTranslation::new, RECORDED.text(), RECORDED.tools(), RECORDED.thoughts(),
                        RECORDED.length(), RECORDED.error(), RECORDED.whole(), EventStream::of));
    }

    @Override
    protected Map<String, Object> ownOptions() {
        return options;
    }

    @Override
    protected Map.Entry<String, String> keyHeader() {
        return Map.entry("Authorization", "Bearer " + KEY);
    }

    private static ModelClient signing(String key, String url, Map<String, Object> options) {
        Model.Call call = new Model.Call(Map.of(), Map.of(), new BedrockProvider().options().resolve(options));
        Model.Deployment deployment = new Model.Deployment("bedrock", URI.create(url), "m", null, 1, 0, call);
        return new BedrockProvider().client(new Endpoint(deployment, Model.Clocks.STANDARD, () -> key));
    }

    private static List<AnswerPart> ask(ModelClient client, ChatRequest request) {
        return client.stream(request).collectList().block(Duration.ofSeconds(20));
    }

    @Test
    void aRequestIsSignedAsItArrives() {
        answers("application/json", RECORDED.whole());
        ask(signing("AKID:secret:token", baseUrl(), Map.of("region", "eu-west-3")), ChatRequest.of(MODEL, "Hi"));

        LoggedRequest asked = asked();
        assertThat(asked.getUrl()).isEqualTo("/base/model/" + MODEL.replace(":", "%3A") + "/converse-stream");
        assertThat(asked.getHeader("X-Amz-Security-Token")).isEqualTo("token");
        Instant time = Instant
                .parse(asked.getHeader("X-Amz-Date").replaceAll("(....)(..)(..)T(..)(..)(..)Z", "$1-$2-$3T$4:$5:$6Z"));
        assertThat(asked.getHeader("Authorization"))
                .isEqualTo(new RequestSignature(new Credentials("AKID", "secret", "token"), "eu-west-3", "bedrock")
                        .headers("POST", URI.create("http://" + asked.getHeader("Host") + asked.getUrl()), Map.of(),
                                asked.getBody(), time)
                        .get("Authorization"));
    }

    @Test
    void theRegionIsTheHostsUnlessSaidAndSecretsAreNeverRepeated() {
        signing("a:b", "https://bedrock-runtime.us-east-1.amazonaws.com", Map.of());
        assertThatThrownBy(() -> signing("a:b", "https://bedrock.internal", Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("region: missing (expected: such as us-east-1");
        assertThatThrownBy(
                () -> ask(signing("no-credentials", baseUrl(), Map.of("region", "x")), ChatRequest.of(MODEL, "Hi")))
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("key: no credentials")
                .hasMessageNotContaining("no-credentials");
        refuses(403, "{\"message\":\"The canonical string has x-amz-security-token:hush\"}");
        assertThatThrownBy(
                () -> ask(signing("A:B:hush", baseUrl(), Map.of("region", "x")), ChatRequest.of(MODEL, "Hi")))
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("canonical string")
                .hasMessageNotContaining("hush");
    }

    @Test
    void aRequestIsWrittenInItsForm() {
        answers("application/json", RECORDED.whole());
        AnswerOptions wishes = new AnswerOptions(
                new ToolUse(List.of(new Tool("f", "d", "{\"type\":\"object\"}", true)), new ToolChoice.Named("f"),
                        null),
                new AnswerFormat.Schema("s", null, "{\"type\":\"object\"}", true), 1, null, "low", null, List.of());
        answer(new ChatRequest(MODEL,
                List.of(Message.system("Be kind."),
                        new Message("user",
                                List.of(new ContentPart.Text("See"), new ContentPart.Text(" "),
                                        new ContentPart.Image("data:image/png;base64,AA==", null),
                                        new ContentPart.Document("data:application/pdf;base64,BB==", "a.pdf"))),
                        Message.calls(List.of(new ContentPart.Reasoning("Hm", "c2ln")),
                                List.of(new ToolCall("c1", "f", "{\"x\":1}"), new ToolCall("c_sig_=", "f", ""))),
                        Message.result("c1", List.of(new ContentPart.Text("2"))), Message.result("c_sig_=", List.of()),
                        Message.user("Go on")),
                new Sampling(0.5, 0.9, 7, null, 3L), 50, List.of("END"), wishes, false, null));

        String other = "call_" + UUID.nameUUIDFromBytes("c_sig_=".getBytes(StandardCharsets.UTF_8));
        assertThat(Json.mapper().readTree(asked().getBodyAsString())).isEqualTo(Json.mapper().readTree("""
                {"messages":[{"role":"user","content":[{"text":"See"},
                     {"image":{"format":"png","source":{"bytes":"AA=="}}},
                     {"document":{"name":"a-pdf-1","format":"pdf","source":{"bytes":"BB=="}}}]},
                   {"role":"assistant","content":[
                     {"reasoningContent":{"reasoningText":{"text":"Hm","signature":"c2ln"}}},
                     {"toolUse":{"toolUseId":"c1","name":"f","input":{"x":1}}},
                     {"toolUse":{"toolUseId":"OTHER","name":"f","input":{}}}]},
                   {"role":"user","content":[{"toolResult":{"toolUseId":"c1","content":[{"text":"2"}]}},
                     {"toolResult":{"toolUseId":"OTHER","content":[{"json":{}}]}},{"text":"Go on"}]}],
                 "system":[{"text":"Be kind."}],
                 "toolConfig":{"tools":[{"toolSpec":{"name":"f","description":"d",
                     "inputSchema":{"json":{"type":"object"}},"strict":true}}],"toolChoice":{"tool":{"name":"f"}}},
                 "inferenceConfig":{"maxTokens":50,"temperature":0.5,"topP":0.9,"stopSequences":["END"]},
                 "additionalModelRequestFields":{"top_k":7},
                 "outputConfig":{"textFormat":{"type":"json_schema","structure":{"jsonSchema":
                   {"name":"s","schema":"{\\"type\\":\\"object\\"}"}}}}}""".replace("OTHER", other)));
    }

    @Test
    void modelsAreToldToThinkInTheirOwnWays() {
        answers("application/json", RECORDED.whole());
        AnswerOptions high = AnswerOptions.PLAIN.withReasoningEffort("high");
        Map<String, String> expected = new HashMap<>();
        expected.put("us.anthropic.claude-x", "{\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":16384}}");
        expected.put("openai.gpt-oss-120b-1:0", "{\"reasoning_effort\":\"high\"}");
        expected.put("amazon.nova-2-lite-v1:0",
                "{\"reasoningConfig\":{\"type\":\"enabled\",\"maxReasoningEffort\":\"high\"}}");
        expected.put("meta.llama4", "");
        expected.forEach((model, fields) -> {
            answer(ChatRequest.of(model, "Hi").withOptions(high).withSampling(Sampling.GREEDY));
            assertThat(
                    Json.mapper().readTree(asked().getBodyAsString()).path("additionalModelRequestFields").toString())
                    .isEqualTo(fields);
            assertThat(asked().getBodyAsString().contains("temperature")).isEqualTo(!model.contains("anthropic"));
        });
        options = Map.of("auth", "bearer", "thinking", "adaptive");
        answer(ChatRequest.of("m", "Hi").withOptions(high));
        assertThat(asked().getBodyAsString())
                .contains("{\"thinking\":{\"type\":\"adaptive\"},\"output_config\":{\"effort\":\"high\"}}");
    }

    @Test
    void aModelThatCannotStreamAnswersWhole() {
        options = Map.of("auth", "bearer", "stream", false);
        answers("application/json", """
                {"output":{"message":{"role":"assistant","content":[
                    {"reasoningContent":{"reasoningText":{"text":"Hm","signature":"c2ln"}}},
                    {"reasoningContent":{"redactedContent":"aGlkZGVu"}},{"text":"So"},
                    {"toolUse":{"toolUseId":"t1","name":"f","input":{"x":1}}},
                    {"toolUse":{"toolUseId":"t2","name":"g","input":{}}}]}},
                 "stopReason":"tool_use",
                 "usage":{"inputTokens":3,"outputTokens":5,"cacheReadInputTokens":20,"cacheWriteInputTokens":7}}""");
        assertThat(answer(ChatRequest.of(MODEL, "Hi"))).containsExactly(new AnswerPart.Begin(0, MODEL),
                new AnswerPart.Reasoning(0, "Hm", "c2ln"), new AnswerPart.Reasoning(0, "", "aGlkZGVu"),
                new AnswerPart.Text(0, "So"), new AnswerPart.ToolCallDelta(0, 0, "t1", "f", ""),
                new AnswerPart.ToolCallDelta(0, 0, null, null, "{\"x\":1}"),
                new AnswerPart.ToolCallDelta(0, 1, "t2", "g", ""), new AnswerPart.ToolCallDelta(0, 1, null, null, "{}"),
                new AnswerPart.Finish(0, "tool_calls"), new Usage(30, 5, 20, 7, 0));
        assertThat(asked().getUrl()).contains("/converse?");
    }

    @Test
    void whatConverseCannotSayIsRefusedByItsField() {
        Tool tool = new Tool("f", null, null, false);
        ChatRequest request = ChatRequest.of(MODEL, "Hi");
        refused(request.withOptions(AnswerOptions.PLAIN.withTools(new ToolUse(List.of(tool), ToolChoice.AUTO, false))),
                "parallel_tool_calls: false");
        refused(ChatRequest
                .of(MODEL,
                        List.of(Message.user("Hi"), Message.calls(List.of(), List.of(new ToolCall("a", "f", "{}"))),
                                Message.result("a", List.of())))
                .withOptions(AnswerOptions.PLAIN.withTools(new ToolUse(List.of(tool), ToolChoice.NONE, null))),
                "tool_choice: none");
        refused(ChatRequest.of(MODEL,
                List.of(new Message("user", List.of(new ContentPart.Image("data:image/tiff;base64,AA==", null))))),
                "a picture as image/tiff");
        refused(ChatRequest.of(MODEL,
                List.of(new Message("user", List.of(new ContentPart.Document("https://x.example/a.pdf", null))))),
                "a document as its address");
    }

    private void refused(ChatRequest request, String told) {
        assertThatThrownBy(() -> answer(request)).isInstanceOf(Rejected.class).hasMessageContaining(told);
    }

    @Test
    void tokensOfAPromptAreCounted() {
        answers("application/json", "{\"inputTokens\":31}");
        assertThat(client(baseUrl()).countTokens(ChatRequest.of(MODEL, "Hi")).block(Duration.ofSeconds(20)))
                .isEqualTo(31);
        assertThat(asked().getBodyAsString()).isEqualTo(
                "{\"input\":{\"converse\":{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"Hi\"}]}]}}}");
    }
}
