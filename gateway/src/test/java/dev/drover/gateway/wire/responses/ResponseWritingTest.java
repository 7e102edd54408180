package dev.drover.gateway.wire.responses;

import dev.drover.gateway.wire.AnswerForm;
import dev.drover.gateway.wire.Json;
import dev.drover.inference.AnswerPart;
import dev.drover.inference.ApiForm;
import dev.drover.inference.ChatRequest;
import dev.drover.inference.RequestBody;
import dev.drover.inference.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/** Whatever the parts are and however they are mixed, the events tell of the items that the response holds. */
class ResponseWritingTest {

    private static final AnswerForm FORM = new AnswerForm("resp_1", 7, "m", true, () -> Map.of("decision", "d-1"));
    private static final ChatRequest REQUEST = ChatRequest.of("m", "Hi")
            .withBody(new RequestBody(ApiForm.RESPONSES,
                    "{\"model\":\"m\",\"input\":\"Hi\",\"instructions\":\"Be kind.\",\"metadata\":{\"a\":\"b\"}}"));
    private static final String[] PIECES = {"a", "\n\n", "data: x\n\n", "größe 🐑", "\"q\"", "{"};

    @Test
    void theEventsTellOfTheItemsThatTheResponseHolds() {
        Random random = new Random(29);
        for (int round = 0; round < 400; round++) {
            List<AnswerPart> parts = parts(random);
            ResponseStream stream = new ResponseStream(FORM, REQUEST);
            WholeResponse whole = new WholeResponse(new ResponseStream(FORM, REQUEST));
            StringBuilder events = new StringBuilder();
            for (AnswerPart part : parts) {
                events.append(stream.write(part));
                whole.write(part);
            }
            events.append(stream.end());

            JsonNode last = checked(events.toString());
            assertThat(last.path("response")).isEqualTo(Json.mapper().readTree(whole.end()));
            assertThat(stream.response()).isEqualTo(whole.response());
        }
    }

    /** Checks what every client relies on; the last event. */
    private static JsonNode checked(String events) {
        Map<Integer, StringBuilder> texts = new TreeMap<>();
        List<JsonNode> done = new ArrayList<>();
        JsonNode event = Json.mapper().nullNode();
        int sequence = 0;
        for (String each : events.substring(0, events.length() - 2).split("\n\n", -1)) {
            List<String> lines = each.lines().toList();
            event = Json.mapper().readTree(lines.get(1).substring("data: ".length()));
            String type = event.path("type").asString();
            assertThat(lines.getFirst()).isEqualTo("event: " + type);
            assertThat(event.path("sequence_number").asInt()).isEqualTo(sequence++);
            int index = event.path("output_index").asInt(-1);
            if (type.equals("response.output_item.added")) {
                assertThat(index).isEqualTo(texts.size());
                texts.put(index, new StringBuilder());
            } else if (type.endsWith(".delta")) {
                texts.get(index).append(event.path("delta").asString());
            } else if (type.equals("response.output_item.done")) {
                JsonNode item = event.path("item");
                JsonNode part = item.path("content").path(0);
                assertThat(texts.get(index)).hasToString(item.has("arguments") ? item.path("arguments").asString()
                        : part.path("text").asString(part.path("refusal").asString("")));
                done.add(item);
            }
        }
        assertThat(event.path("type").asString()).isEqualTo("response.completed");
        assertThat(event.path("response").path("output")).containsExactlyInAnyOrderElementsOf(done);
        return event;
    }

    private static List<AnswerPart> parts(Random random) {
        List<AnswerPart> parts = new ArrayList<>(List.of(new AnswerPart.Begin(0, "m")));
        int calls = random.nextInt(3);
        for (int left = random.nextInt(12); left > 0; left--) {
            String piece = PIECES[random.nextInt(PIECES.length)];
            parts.add(switch (random.nextInt(4)) {
                case 0 -> new AnswerPart.Reasoning(0, piece, random.nextBoolean() ? "sig" : null);
                case 1 -> new AnswerPart.Refusal(0, piece);
                default -> new AnswerPart.Text(0, piece);
            });
        }
        for (int call = 0; call < calls; call++) {
            parts.add(new AnswerPart.ToolCallDelta(0, call, "c" + call, "f", ""));
        }
        for (String piece : List.of("{\"x\":", "\"}\"", "}")) {
            for (int call = 0; call < calls; call++) {
                parts.add(new AnswerPart.ToolCallDelta(0, call, null, null, piece));
            }
        }
        parts.add(new AnswerPart.Finish(0, calls > 0 ? "tool_calls" : "stop"));
        parts.add(new Usage(9, 4, 3, 2, 1));
        return parts;
    }

    @ParameterizedTest
    @CsvSource({"stop,completed,", "tool_calls,completed,", "length,incomplete,max_output_tokens",
            "content_filter,incomplete,content_filter"})
    void anAnswerThatWasCutIsIncomplete(String reason, String status, String why) {
        ResponseStream stream = new ResponseStream(FORM, REQUEST);
        stream.write(new AnswerPart.Finish(0, reason));
        stream.end();
        JsonNode response = Json.mapper().readTree(stream.response());
        assertThat(response.path("status").asString()).isEqualTo(status);
        assertThat(response.path("incomplete_details").path("reason").asString(null)).isEqualTo(why);
    }

    @Test
    void aResponseRepeatsItsRequestAndTellsWhatItTook() {
        WholeResponse whole = new WholeResponse(new ResponseStream(FORM, REQUEST));
        whole.write(new Usage(9, 4, 3, 2, 1));
        JsonNode response = Json.mapper().readTree(whole.end());
        assertThat(response.path("instructions").asString()).isEqualTo("Be kind.");
        assertThat(response.path("metadata").path("a").asString()).isEqualTo("b");
        assertThat(response.path("tool_choice").asString()).isEqualTo("auto");
        assertThat(response.path("usage").toString()).isEqualTo("{\"input_tokens\":9,\"input_tokens_details\":"
                + "{\"cached_tokens\":3,\"cache_write_tokens\":2},\"output_tokens\":4,"
                + "\"output_tokens_details\":{\"reasoning_tokens\":1},\"total_tokens\":13}");
    }
}
