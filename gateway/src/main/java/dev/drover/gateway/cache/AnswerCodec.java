package dev.drover.gateway.cache;

import dev.drover.gateway.wire.FrameScan;
import dev.drover.gateway.wire.Json;
import dev.drover.inference.AnswerPart;
import dev.drover.inference.Usage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Stored answers as JSON text, for stores outside this process. */
final class AnswerCodec {

    private AnswerCodec() {}

    static String write(StoredAnswer answer) {
        ObjectNode json = Json.mapper().createObjectNode().put("stream", answer.stream());
        if (!answer.freshUntil().equals(Instant.MAX)) {
            json.put("fresh", answer.freshUntil().toEpochMilli());
        }
        ArrayNode parts = json.putArray("parts");
        answer.parts().forEach(part -> write(part, parts.addObject()));
        return json.toString();
    }

    private static void write(AnswerPart part, ObjectNode json) {
        switch (part) {
            case AnswerPart.Begin begin -> json.put("begin", begin.choice()).put("model", begin.model());
            case AnswerPart.Text text -> json.put("text", text.choice()).put("value", text.text());
            case AnswerPart.Reasoning thought -> json.put("reasoning", thought.choice())
                    .put("value", thought.text())
                    .put("signature", thought.signature());
            case AnswerPart.Refusal refusal -> json.put("refusal", refusal.choice()).put("value", refusal.text());
            case AnswerPart.ToolCallDelta call -> json.put("tool", call.choice())
                    .put("call", call.call())
                    .put("id", call.id())
                    .put("name", call.name())
                    .put("value", call.arguments());
            case AnswerPart.Logprobs logprobs -> json.put("logprobs", logprobs.choice()).put("value", logprobs.json());
            case AnswerPart.Finish finish ->
                json.put("finish", finish.choice()).put("value", finish.reason()).put("stop", finish.stop());
            case AnswerPart.Facts facts -> json.set("facts", Json.mapper().valueToTree(facts.values()));
            case AnswerPart.Frame frame -> json.put("frame", frame.data());
            case Usage usage -> json.put("usage", usage.promptTokens())
                    .put("completion", usage.completionTokens())
                    .put("cached", usage.cachedTokens())
                    .put("written", usage.cacheWrittenTokens())
                    .put("thought", usage.reasoningTokens());
        }
    }

    /** Reads an answer back; empty when it is none that this version wrote. */
    static Optional<StoredAnswer> read(String text) {
        try {
            JsonNode json = Json.mapper().readTree(text);
            List<AnswerPart> parts = new ArrayList<>();
            json.path("parts").forEach(part -> parts.add(part(part)));
            return parts.isEmpty() ? Optional.empty()
                    : Optional.of(new StoredAnswer(json.path("stream").asBoolean(), parts,
                            json.has("fresh") ? Instant.ofEpochMilli(json.path("fresh").longValue()) : Instant.MAX));
        } catch (JacksonException | IllegalArgumentException foreign) {
            return Optional.empty();
        }
    }

    private static AnswerPart part(JsonNode json) {
        String kind = json.propertyNames().stream().findFirst().orElse("");
        return switch (kind) {
            case "begin" -> new AnswerPart.Begin(whole(json, kind), text(json, "model"));
            case "text" -> new AnswerPart.Text(whole(json, kind), text(json, "value"));
            case "reasoning" ->
                new AnswerPart.Reasoning(whole(json, kind), text(json, "value"), string(json, "signature"));
            case "refusal" -> new AnswerPart.Refusal(whole(json, kind), text(json, "value"));
            case "tool" -> new AnswerPart.ToolCallDelta(whole(json, kind), whole(json, "call"), string(json, "id"),
                    string(json, "name"), text(json, "value"));
            case "logprobs" -> new AnswerPart.Logprobs(whole(json, kind), text(json, "value"));
            case "finish" -> new AnswerPart.Finish(whole(json, kind), text(json, "value"), string(json, "stop"));
            case "facts" -> new AnswerPart.Facts(map(json.path(kind)));
            case "frame" -> frame(text(json, kind));
            case "usage" -> new Usage(whole(json, kind), whole(json, "completion"), whole(json, "cached"),
                    whole(json, "written"), whole(json, "thought"));
            default -> throw new IllegalArgumentException("part: " + kind + " (expected: a known kind of part)");
        };
    }

    private static int whole(JsonNode json, String field) {
        return json.path(field).intValue();
    }

    private static String text(JsonNode json, String field) {
        return json.path(field).stringValue();
    }

    private static @Nullable String string(JsonNode json, String field) {
        return json.path(field).isString() ? json.path(field).stringValue() : null;
    }

    /** A frame, which must be one that can be taken apart later. */
    private static AnswerPart frame(String data) {
        FrameScan.of(data);
        return new AnswerPart.Frame(data);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(JsonNode json) {
        Map<String, Object> map = new HashMap<>((Map<String, Object>) Json.mapper().convertValue(json, Map.class));
        map.values().removeIf(Objects::isNull);
        return map;
    }
}
