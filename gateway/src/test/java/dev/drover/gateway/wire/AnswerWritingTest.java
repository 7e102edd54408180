package dev.drover.gateway.wire;

import dev.drover.inference.AnswerPart;
import dev.drover.inference.InferenceFailure;
import dev.drover.inference.Usage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AnswerWritingTest {

    private static final AnswerForm FORM = new AnswerForm("chatcmpl-1", 7, "m", false, () -> Map.of("decision", "d"));
    private static final List<AnswerPart> CALLS = List.of(new AnswerPart.Begin(0, "m"),
            new AnswerPart.Reasoning(0, "hm"), new AnswerPart.ToolCallDelta(0, 0, "c1", "add", "{\"a\""),
            new AnswerPart.ToolCallDelta(0, 1, "c2", "sub", "{}"),
            new AnswerPart.ToolCallDelta(0, 0, null, null, ":1}"), new AnswerPart.Finish(0, "tool_calls"),
            new Usage(3, 4, 1));

    @Test
    void toolCallsKeepIndexIdAndNameInChunks() {
        ChunkWriter writer = new ChunkWriter(FORM);
        StringBuilder stream = new StringBuilder();
        CALLS.forEach(part -> stream.append(writer.write(part)));
        stream.append(writer.end());

        List<JsonNode> chunks = stream.toString()
                .lines()
                .filter(line -> line.startsWith("data: {"))
                .map(line -> Json.mapper().readTree(line.substring(6)))
                .toList();
        assertThat(chunks).hasSize(6);
        assertThat(chunks.get(1).path("choices").path(0).path("delta").path("reasoning_content").asString())
                .isEqualTo("hm");
        JsonNode call = chunks.get(2).path("choices").path(0).path("delta").path("tool_calls").path(0);
        assertThat(call.path("id").asString()).isEqualTo("c1");
        assertThat(call.path("type").asString()).isEqualTo("function");
        assertThat(call.path("function").path("name").asString()).isEqualTo("add");
        assertThat(chunks.get(4).path("choices").path(0).path("delta").path("tool_calls").path(0).has("id")).isFalse();
        assertThat(chunks.get(5).path("choices").path(0).path("finish_reason").asString()).isEqualTo("tool_calls");
        assertThat(chunks.get(5).path("drover").path("decision").asString()).isEqualTo("d");
        assertThat(stream).endsWith("data: [DONE]\n\n");
    }

    @Test
    void toolCallsAreJoinedInAWholeAnswer() {
        WholeAnswer whole = new WholeAnswer(FORM);
        CALLS.forEach(whole::add);

        JsonNode message = Json.mapper().readTree(whole.json()).path("choices").path(0).path("message");
        assertThat(message.path("content").isNull()).isTrue();
        assertThat(message.path("reasoning_content").asString()).isEqualTo("hm");
        assertThat(message.path("tool_calls").path(0).path("function").path("arguments").asString())
                .isEqualTo("{\"a\":1}");
        assertThat(message.path("tool_calls").path(1).path("id").asString()).isEqualTo("c2");
        assertThat(Json.mapper().readTree(whole.json()).path("usage").path("total_tokens").asInt()).isEqualTo(7);
    }

    @Test
    void aProvidersFramesAreNotTouched() {
        String frame = "{\"id\":\"x\",  \"choices\":[]}";
        ChunkWriter writer = new ChunkWriter(FORM);
        assertThat(writer.write(new AnswerPart.Frame(frame))).isEqualTo("data: " + frame + "\n\n");
        assertThat(writer.write(new AnswerPart.Frame("{\n}"))).isEqualTo("data: {\ndata: }\n\n");
        assertThat(writer.end()).isEqualTo("data: [DONE]\n\n");
        assertThat(new WholeAnswer(FORM).add(new AnswerPart.Frame(frame)).json()).isEqualTo(frame);
    }

    @Test
    void framesAreScannedForWhatMatters() {
        FrameScan role = FrameScan.of("{\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}");
        FrameScan text = FrameScan.of("{\"choices\":[{\"delta\":{\"content\":\"a\"},\"finish_reason\":null}]}");
        FrameScan usage = FrameScan.of("{\"choices\":[],\"usage\":{\"prompt_tokens\":2,\"completion_tokens\":3,"
                + "\"prompt_tokens_details\":{\"cached_tokens\":1}}}");
        FrameScan error = FrameScan.of("{\"error\":{\"message\":\"no\",\"details\":{\"message\":1}}}");

        assertThat(role.visible()).isFalse();
        assertThat(text.visible()).isTrue();
        assertThat(text.finished().isEmpty()).isTrue();
        assertThat(usage.onlyUsage()).isTrue();
        assertThat(usage.usage()).isEqualTo(new Usage(2, 3, 1));
        assertThat(error.error()).isEqualTo("no");
        assertThatThrownBy(() -> FrameScan.of("{\"choices\":[")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> FrameScan.of("{} {}")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void eachFailureHasItsStatusAndType() {
        assertThat(ErrorObject.of(new InferenceFailure.Rejected(401, "invalid_api_key", null, "no")).type())
                .isEqualTo("authentication_error");
        ErrorObject full = ErrorObject.of(new InferenceFailure.Overloaded(429, "busy", Duration.ofSeconds(3), "later"));
        assertThat(full.status()).isEqualTo(429);
        assertThat(full.retryAfter()).isEqualTo(Duration.ofSeconds(3));
        assertThat(ErrorObject.of(new InferenceFailure.Unavailable("upstream_timeout", "slow", null)).status())
                .isEqualTo(504);
        assertThat(ErrorObject.of(new InferenceFailure.Unavailable("upstream_cut", "gone", null)).status())
                .isEqualTo(502);
        assertThat(ChunkWriter.failure(new InferenceFailure.Broken("stream_cut", "it \"broke\"", null)))
                .isEqualTo("event: error\ndata: {\"error\":{\"message\":\"it \\\"broke\\\"\",\"type\":\"stream_error\","
                        + "\"param\":null,\"code\":\"stream_cut\"}}\n\n");
    }
}
