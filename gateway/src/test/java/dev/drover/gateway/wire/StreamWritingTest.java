package dev.drover.gateway.wire;

import dev.drover.inference.AnswerPart;
import dev.drover.inference.Usage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/** Whatever the parts are, a stream is well framed, in order, and says the same as the whole answer. */
class StreamWritingTest {

    private static final String[] PIECES = {"a", "\n", "\r\n", "\r", "\n\n", "data: [DONE]\n\n", "\u2028", "\u2029",
            "\u0000", "\u0085", "\"", "\\", "ö€🐑", "\ud83d", ": ", "</script>", "\uFEFF"};

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void everyStreamIsWellFramedAndSaysWhatTheWholeAnswerSays(boolean includeUsage) {
        Random random = new Random(17);
        for (int round = 0; round < 400; round++) {
            int choices = 1 + random.nextInt(3);
            List<AnswerPart> parts = parts(random, choices);
            AnswerForm form = new AnswerForm("chatcmpl-\n1", 7, "mo\"del\r\n", includeUsage,
                    () -> Map.of("decision", "d-1"));
            ChunkWriter writer = new ChunkWriter(form);
            WholeAnswer whole = new WholeAnswer(form);
            StringBuilder stream = new StringBuilder();
            for (AnswerPart part : parts) {
                stream.append(writer.write(part));
                whole.add(part);
            }
            stream.append(writer.end());

            List<JsonNode> chunks = chunks(stream.toString());
            JsonNode answer = Json.mapper().readTree(whole.json());
            assertSameAnswer(chunks, answer, choices);
            assertEndsWell(chunks, includeUsage);
        }
    }

    /** Splits a stream as its specification says: a blank line ends an event, and each line is one field. */
    private static List<JsonNode> chunks(String stream) {
        assertThat(stream).endsWith("\n\n").doesNotContain("\r").doesNotContain("\n\n\n");
        List<String> events = Arrays.asList(stream.substring(0, stream.length() - 2).split("\n\n", -1));
        assertThat(events.getLast()).isEqualTo("data: [DONE]");
        List<JsonNode> chunks = new ArrayList<>();
        for (String event : events.subList(0, events.size() - 1)) {
            assertThat(event).startsWith("data: {").doesNotContain("\n");
            JsonNode chunk = Json.mapper().readTree(event.substring("data: ".length()));
            assertThat(chunk.path("object").asString()).isEqualTo("chat.completion.chunk");
            assertThat(chunk.path("id").asString()).isEqualTo("chatcmpl-\n1");
            chunks.add(chunk);
        }
        return chunks;
    }

    private static void assertSameAnswer(List<JsonNode> chunks, JsonNode answer, int choices) {
        Map<Integer, StringBuilder> texts = new HashMap<>();
        Set<Integer> begun = new HashSet<>();
        Map<Integer, String> ended = new HashMap<>();
        for (JsonNode chunk : chunks) {
            for (JsonNode choice : chunk.path("choices")) {
                int index = choice.path("index").asInt();
                assertThat(ended).as("nothing follows an end").doesNotContainKey(index);
                assertThat(choice.path("delta").has("role")).as("the role comes first, once")
                        .isEqualTo(begun.add(index));
                texts.computeIfAbsent(index, absent -> new StringBuilder())
                        .append(choice.path("delta").path("content").asString(""));
                if (choice.path("finish_reason").isString()) {
                    ended.put(index, choice.path("finish_reason").stringValue());
                }
            }
        }
        assertThat(answer.path("choices")).hasSize(choices);
        for (JsonNode choice : answer.path("choices")) {
            int index = choice.path("index").asInt();
            assertThat(texts.getOrDefault(index, new StringBuilder()).toString())
                    .isEqualTo(choice.path("message").path("content").asString());
            assertThat(ended).containsEntry(index, choice.path("finish_reason").asString());
        }
    }

    private static void assertEndsWell(List<JsonNode> chunks, boolean includeUsage) {
        JsonNode last = chunks.getLast();
        assertThat(last.path("drover").path("decision").asString()).isEqualTo("d-1");
        assertThat(chunks.subList(0, chunks.size() - 1)).noneMatch(chunk -> chunk.has("drover"));
        if (includeUsage) {
            assertThat(last.path("choices")).isEmpty();
            assertThat(last.path("usage").path("total_tokens").asInt()).isEqualTo(7);
            assertThat(chunks.subList(0, chunks.size() - 1)).allMatch(chunk -> chunk.path("usage").isNull());
        } else {
            assertThat(last.path("choices").path(0).path("finish_reason").isString()).isTrue();
            assertThat(chunks).noneMatch(chunk -> chunk.has("usage"));
        }
    }

    /** Texts of several choices, mixed as they may come, each choice with its end after its texts. */
    private static List<AnswerPart> parts(Random random, int choices) {
        List<AnswerPart> parts = new ArrayList<>();
        List<Integer> open = new ArrayList<>();
        for (int choice = 0; choice < choices; choice++) {
            open.add(choice);
        }
        while (!open.isEmpty()) {
            Integer choice = open.get(random.nextInt(open.size()));
            if (random.nextInt(6) == 0) {
                parts.add(new AnswerPart.Finish(choice, random.nextBoolean() ? "stop" : "length"));
                open.remove(choice);
            } else {
                parts.add(new AnswerPart.Text(choice, PIECES[random.nextInt(PIECES.length)]));
            }
        }
        parts.add(new AnswerPart.Facts(Map.of("rule", "opt")));
        parts.add(new Usage(3, 4, 0));
        return parts;
    }

    @Test
    void anErrorsTextCannotForgeAnEvent() {
        String event = ChunkWriter.failure(new dev.drover.inference.InferenceFailure.Broken("stream_cut",
                "bad\n\ndata: [DONE]\n\nevent: x", null));
        assertThat(event.lines().toList()).hasSize(3).first().isEqualTo("event: error");
        assertThat(event.lines().filter(line -> line.equals("data: [DONE]"))).isEmpty();
    }

    @Test
    void aFrameOfManyLinesStaysOneEvent() {
        String event = new ChunkWriter(new AnswerForm("i", 1, "m", false, Map::of))
                .write(new AnswerPart.Frame("{\r\n\"a\":\n1}"));
        assertThat(event).isEqualTo("data: {\ndata: \"a\":\ndata: 1}\n\n");
    }

    @Test
    void logProbabilitiesOfAllPiecesAreInTheWholeAnswer() {
        WholeAnswer whole = new WholeAnswer(new AnswerForm("i", 1, "m", false, Map::of));
        whole.add(new AnswerPart.Text(0, "ab"))
                .add(new AnswerPart.Logprobs(0, "{\"content\":[{\"token\":\"a\",\"logprob\":-0.5}]}"))
                .add(new AnswerPart.Logprobs(0, "{\"content\":[{\"token\":\"b\",\"logprob\":-1}]}"))
                .add(new AnswerPart.Finish(0, "stop"));
        JsonNode content = Json.mapper()
                .readTree(whole.json())
                .path("choices")
                .path(0)
                .path("logprobs")
                .path("content");
        assertThat(content).extracting(token -> token.path("token").asString()).containsExactly("a", "b");
    }
}
