package dev.drover.gateway.provider.anthropic;

import dev.drover.gateway.fixture.Conversations;
import dev.drover.gateway.provider.ProviderContract;
import dev.drover.gateway.provider.Recording;
import dev.drover.gateway.provider.Recording.Recorded;
import dev.drover.gateway.provider.transport.SseParser;
import dev.drover.gateway.wire.Json;
import dev.drover.inference.AnswerOptions;
import dev.drover.inference.AnswerPart;
import dev.drover.inference.ApiForm;
import dev.drover.inference.ChatRequest;
import dev.drover.inference.InferenceFailure.Rejected;
import dev.drover.inference.RequestBody;
import dev.drover.inference.Sampling;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AnthropicContractTest extends ProviderContract {

    private static final String START = "{\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"type\":\"message\","
            + "\"role\":\"assistant\",\"content\":[],\"model\":\"claude\",\"stop_reason\":null,\"usage\":"
            + "{\"input_tokens\":11,\"output_tokens\":1}}}\n";
    private static final Recorded RECORDED = Recorded.of(START + """
            {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}
            {"type": "ping"}
            {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hello"}       }
            {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":" there!"}}
            {"type":"content_block_stop","index":0}
            {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":6}}
            {"type":"message_stop"}""",
            START + """
                    {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}
                    {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"I look."}}
                    {"type":"content_block_stop","index":0}
                    {"type":"content_block_start","index":1,"content_block":{"type":"server_tool_use","id":"srv","name":"web_search","input":{}}}
                    {"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"{\\"query\\":1}"}}
                    {"type":"content_block_stop","index":1}
                    {"type":"content_block_start","index":2,"content_block":{"type":"tool_use","id":"toolu_a","name":"get_weather","input":{}}}
                    {"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":""}}
                    {"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"{\\"city\\":"}}
                    {"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"\\"Paris\\"}"}}
                    {"type":"content_block_stop","index":2}
                    {"type":"content_block_start","index":3,"content_block":{"type":"tool_use","id":"toolu_b","name":"get_time","input":{}}}
                    {"type":"content_block_delta","index":3,"delta":{"type":"input_json_delta","partial_json":"{\\"zone\\":\\"CET\\"}"}}
                    {"type":"content_block_stop","index":3}
                    {"type":"message_delta","delta":{"stop_reason":"tool_use"},"usage":{"output_tokens":60}}
                    {"type":"message_stop"}""",
            START + """
                    {"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}
                    {"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"Let me "}}
                    {"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"see."}}
                    {"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"c2ln"}}
                    {"type":"content_block_stop","index":0}
                    {"type":"content_block_start","index":1,"content_block":{"type":"text","text":""}}
                    {"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"42"}}
                    {"type":"content_block_stop","index":1}
                    {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":9}}
                    {"type":"message_stop"}""",
            START + """
                    {"type":"content_block_start","index":0,"content_block":{"type":"text","text":"Once"}}
                    {"type":"content_block_stop","index":0}
                    {"type":"message_delta","delta":{"stop_reason":"max_tokens"},"usage":{"output_tokens":1}}
                    {"type":"message_stop"}""",
            "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"out of memory\"}}",
            "{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"claude\",\"content\":[{\"type\":"
                    + "\"text\",\"text\":\"Hello there!\"}],\"stop_reason\":\"end_turn\",\"stop_sequence\":null,"
                    + "\"usage\":{\"input_tokens\":11,\"output_tokens\":6}}");

    AnthropicContractTest() {
        super(new AnthropicProvider(),
                Recording.events(() -> new SseParser(1_000_000), AnthropicTranslation::new, RECORDED));
    }

    @Override
    protected Map.Entry<String, String> keyHeader() {
        return Map.entry("x-api-key", KEY);
    }

    private JsonNode sent(ChatRequest request) {
        answers("application/json", RECORDED.whole());
        answer(request);
        return Json.mapper().readTree(asked().getBodyAsString());
    }

    @Test
    void aRequestInItsOwnFormIsForwardedToTheByteAndAnsweredWithItsOwnFrames() {
        String body = "{\"model\":\"asked\",\"stream\":true, \"odd\":1.50,\"messages\":[]}";
        answers("text/event-stream", "data: " + RECORDED.text().getFirst() + "\n\ndata: " + RECORDED.text().get(2)
                + "\n\ndata: {\"type\":\"message_stop\"}\n\n");
        List<AnswerPart> parts = answer(ChatRequest.of("up-model", "Hi")
                .withBody(new RequestBody(ApiForm.MESSAGES, body, Map.of("anthropic-beta", "odd-2026"))));

        assertThat(asked().getBodyAsString()).isEqualTo(body.replace("asked", "up-model"));
        assertThat(asked().getHeader("anthropic-beta")).isEqualTo("odd-2026");
        assertThat(asked().getHeader("anthropic-version")).isEqualTo("2023-06-01");
        assertThat(parts.stream().filter(AnswerPart.Frame.class::isInstance)).hasSize(3);
    }

    @Test
    void thinkingComesWithItsSignature() {
        answers("text/event-stream", "data: " + String.join("\n\ndata: ", RECORDED.thoughts()) + "\n\n");
        assertThat(answer(ChatRequest.of("up-model", "Hi"))).contains(new AnswerPart.Reasoning(0, "", "c2ln"));
    }

    @ParameterizedTest
    @CsvSource({"low, 100000, 1024", "medium, 100000, 4096", "high, 100000, 16384", "high, 3000, 2999", "high, 500, 0",
            "none, 100000, 0"})
    void effortBecomesABudgetThatLeavesRoomForTheAnswer(String effort, int limit, int budget) {
        JsonNode body = sent(ChatRequest.of("up-model", "Hi")
                .withMaxTokens(limit)
                .withSampling(new Sampling(0.5, null, null, null, null))
                .withOptions(AnswerOptions.PLAIN.withReasoningEffort(effort)));
        assertThat(body.path("thinking").path("budget_tokens").asInt(0)).isEqualTo(budget);
        assertThat(body.has("temperature")).isEqualTo(budget == 0);
    }

    @Test
    void everyConversationIsWrittenInTurnsWithTheResultsOfToolsBeforeWhatIsSaid() {
        Conversations conversations = new Conversations(9);
        for (int round = 0; round < 100; round++) {
            JsonNode body = sent(conversations.next());
            String before = "assistant";
            for (JsonNode turn : body.path("messages")) {
                assertThat(turn.path("role").asString()).isNotEqualTo(before);
                before = turn.path("role").asString();
                assertThat(turn.path("content")).isNotEmpty();
            }
            assertThat(body.path("max_tokens").isInt()).isTrue();
        }
    }

    @Test
    void whatTheInterfaceCannotSayIsRefusedByItsField() {
        assertThatThrownBy(
                () -> sent(ChatRequest.of("up-model", "Hi").withSampling(new Sampling(1.5, null, null, null, null))))
                .isInstanceOf(Rejected.class)
                .hasMessageContaining(
                        "temperature: 1.5 (expected: a number from 0 to 1, for a model of provider anthropic)");
        assertThatThrownBy(() -> sent(ChatRequest.of("up-model", "Hi")
                .withSampling(new Sampling(null, null, null, null, null, 0.5, null, Map.of()))))
                .hasMessageContaining("frequency_penalty: 0.5");
    }

    @Test
    void tokensAreCountedByTheProvider() {
        answers("application/json", "{\"input_tokens\":37}");
        assertThat(client(baseUrl()).countTokens(ChatRequest.of("up-model", "Hi")).blockOptional()).hasValue(37);
    }
}
