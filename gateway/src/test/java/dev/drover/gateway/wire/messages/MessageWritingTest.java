package dev.drover.gateway.wire.messages;

import dev.drover.gateway.wire.AnswerForm;
import dev.drover.gateway.wire.Json;
import dev.drover.inference.AnswerPart;
import dev.drover.inference.Usage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/** Whatever the parts are and however they are mixed, the events build the message that is written whole. */
class MessageWritingTest {

    private static final AnswerForm FORM = new AnswerForm("msg_1", 7, "m", true, () -> Map.of("decision", "d-1"));
    private static final String[] PIECES = {"a", "\n\n", "data: x\n\n", "größe 🐑", "\"q\"", "\\", ":", "{"};

    @Test
    void theEventsBuildTheMessageThatIsWrittenWhole() {
        Random random = new Random(23);
        for (int round = 0; round < 500; round++) {
            List<AnswerPart> parts = parts(random);
            MessageStream stream = new MessageStream(FORM);
            WholeMessage whole = new WholeMessage(FORM);
            StringBuilder events = new StringBuilder();
            for (AnswerPart part : parts) {
                events.append(stream.write(part));
                whole.write(part);
            }
            events.append(stream.end());

            assertThat(built(events.toString())).isEqualTo(Json.mapper().readTree(whole.end()));
        }
    }

    /** What a client makes of events; fails where they come out of order. */
    private static JsonNode built(String events) {
        ObjectNode message = Json.mapper().createObjectNode();
        StringBuilder input = new StringBuilder();
        int open = -1;
        for (String event : events.substring(0, events.length() - 2).split("\n\n", -1)) {
            List<String> lines = event.lines().toList();
            assertThat(lines).hasSize(2);
            JsonNode json = Json.mapper().readTree(lines.get(1).substring("data: ".length()));
            assertThat(lines.getFirst()).isEqualTo("event: " + json.path("type").asString());
            int index = json.path("index").asInt(-1);
            switch (json.path("type").asString()) {
                case "message_start" -> message = (ObjectNode) json.path("message");
                case "content_block_start" -> {
                    assertThat(open).as("blocks do not overlap").isEqualTo(-1);
                    assertThat(index).isEqualTo(content(message).size());
                    content(message).add(json.path("content_block"));
                    open = index;
                    input.setLength(0);
                }
                case "content_block_delta" -> {
                    assertThat(index).isEqualTo(open);
                    delta((ObjectNode) content(message).path(index), json.path("delta"), input);
                }
                case "content_block_stop" -> {
                    assertThat(index).isEqualTo(open);
                    if (!input.isEmpty()) {
                        ((ObjectNode) content(message).path(index)).set("input",
                                Json.mapper().readTree(input.toString()));
                    }
                    open = -1;
                }
                case "message_delta" -> {
                    json.path("delta").forEachEntry(message::set);
                    message.set("usage", json.path("usage"));
                    message.set("drover", json.path("drover"));
                }
                default -> assertThat(json.path("type").asString()).isEqualTo("message_stop");
            }
        }
        return message;
    }

    private static ArrayNode content(JsonNode message) {
        return (ArrayNode) message.path("content");
    }

    private static void delta(ObjectNode block, JsonNode delta, StringBuilder input) {
        switch (delta.path("type").asString()) {
            case "text_delta" -> block.put("text", block.path("text").asString() + delta.path("text").asString());
            case "thinking_delta" ->
                block.put("thinking", block.path("thinking").asString() + delta.path("thinking").asString());
            case "signature_delta" ->
                block.put("signature", block.path("signature").asString() + delta.path("signature").asString());
            default -> input.append(delta.path("partial_json").asString());
        }
    }

    /** Thoughts, texts and the pieces of parallel calls, mixed as they may come. */
    private static List<AnswerPart> parts(Random random) {
        List<AnswerPart> parts = new ArrayList<>(List.of(new AnswerPart.Begin(0, "m")));
        if (random.nextBoolean()) {
            parts.add(new AnswerPart.Reasoning(0, PIECES[random.nextInt(PIECES.length)]));
            parts.add(new AnswerPart.Reasoning(0, "", "c2ln"));
        }
        Map<Integer, String> rest = new HashMap<>();
        int calls = random.nextInt(4);
        for (int left = 3 + random.nextInt(12); left > 0 || !rest.isEmpty(); left--) {
            int call = random.nextInt(Math.max(1, calls));
            if (left > 0 && random.nextBoolean()) {
                parts.add(new AnswerPart.Text(0, PIECES[random.nextInt(PIECES.length)]));
            } else if (left > 0 && calls > 0 && !rest.containsKey(call) && parts.stream()
                    .noneMatch(part -> part instanceof AnswerPart.ToolCallDelta delta && delta.call() == call)) {
                parts.add(new AnswerPart.ToolCallDelta(0, call, "t" + call, "f" + call, ""));
                rest.put(call, "{\"x\":[1,{\"y\":\"}\\\"{\"}],\"z\":" + call + "}");
            } else if (!rest.isEmpty()) {
                Integer open = rest.keySet().iterator().next();
                String arguments = rest.remove(open);
                int cut = 1 + random.nextInt(arguments.length());
                parts.add(new AnswerPart.ToolCallDelta(0, open, null, null, arguments.substring(0, cut)));
                if (cut < arguments.length()) {
                    rest.put(open, arguments.substring(cut));
                }
            }
        }
        parts.add(new AnswerPart.Finish(0, calls > 0 ? "tool_calls" : "stop"));
        parts.add(new Usage(9, 4, 3, 2, 1));
        return parts;
    }

    @Test
    void theArgumentsOfTheCallThatIsOpenStreamAndASecondCallFollowsOnceTheyAreComplete() {
        MessageStream stream = new MessageStream(FORM);
        assertThat(stream.write(new AnswerPart.ToolCallDelta(0, 0, "a", "f", "{\"x\":"))).contains("message_start")
                .contains("{\\\"x\\\":");
        assertThat(stream.write(new AnswerPart.ToolCallDelta(0, 0, null, null, "1}"))).contains("1}");
        assertThat(stream.write(new AnswerPart.ToolCallDelta(0, 1, "b", "g", "{}")))
                .contains("\"type\":\"content_block_stop\",\"index\":0")
                .contains("\"id\":\"b\"");
    }

    @ParameterizedTest
    @CsvSource({"stop,,end_turn", "stop,END,stop_sequence", "length,,max_tokens", "tool_calls,,tool_use",
            "content_filter,,refusal", "odd,,end_turn"})
    void theReasonOfAnEndIsToldInItsWords(String reason, String stop, String told) {
        WholeMessage whole = new WholeMessage(FORM);
        whole.write(new AnswerPart.Finish(0, reason, stop));
        JsonNode message = Json.mapper().readTree(whole.end());
        assertThat(message.path("stop_reason").asString()).isEqualTo(told);
        assertThat(message.path("stop_sequence").asString(null)).isEqualTo(stop);
    }

    @Test
    void tokensOfACacheAreToldApartFromTheRestOfThePrompt() {
        assertThat(Ending.usage(new Usage(100, 7, 60, 30, 0)).toString()).isEqualTo("{\"input_tokens\":10,"
                + "\"cache_creation_input_tokens\":30,\"cache_read_input_tokens\":60,\"output_tokens\":7}");
    }

    @Test
    void aProvidersEventsAreHandedOnUnderTheirNames() {
        MessageStream stream = new MessageStream(FORM);
        String data = "{\"index\":0,\"delta\":{\"type\":\"x\"},\"type\":\"content_block_delta\"}";
        assertThat(stream.write(new AnswerPart.Frame(data)))
                .isEqualTo("event: content_block_delta\ndata: " + data + "\n\n");
        assertThat(stream.end()).isEmpty();
    }

    @Test
    void argumentsThatAreNoObjectAreToldForWhatTheyAre() {
        WholeMessage whole = new WholeMessage(FORM);
        whole.write(new AnswerPart.ToolCallDelta(0, 0, "a", "f", "{oops"));
        assertThat(Json.mapper().readTree(whole.end()).path("content").path(0).path("input").toString())
                .isEqualTo("{\"invalid_arguments\":\"{oops\"}");
    }
}
