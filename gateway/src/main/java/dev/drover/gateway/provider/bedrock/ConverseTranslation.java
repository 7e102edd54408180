package dev.drover.gateway.provider.bedrock;

import dev.drover.gateway.provider.transport.Translation;
import dev.drover.gateway.wire.Json;
import dev.drover.inference.AnswerPart;
import dev.drover.inference.Usage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Converse's answers: events, each an object of one field, or a whole message. An answer is complete when
 * {@code messageStop} came; its usage comes after that.
 */
final class ConverseTranslation implements Translation {

    private static final Set<String> BUSY = Set.of("throttlingException", "serviceUnavailableException",
            "modelNotReadyException");

    private final Map<Integer, Integer> calls = new HashMap<>();
    private boolean stopped;

    @Override
    public Seen message(String data, boolean apart) {
        JsonNode message = Json.object(data);
        String kind = message.propertyNames().stream().findFirst().orElse("");
        JsonNode event = message.path(kind);
        int block = event.path("contentBlockIndex").asInt(0);
        return switch (kind) {
            case "messageStart" -> Seen.of(List.of(new AnswerPart.Begin(0, "")), null);
            case "contentBlockStart" -> Seen.of(started(block, event.path("start").path("toolUse")), null);
            case "contentBlockDelta" -> Seen.of(delta(block, event.path("delta")), null);
            case "messageStop" -> ended(event.path("stopReason").asString(""), List.of(), null);
            case "metadata" -> new Seen(false, stopped, true, usage(event.path("usage")), null, List.of());
            case "contentBlockStop" -> Seen.NOTHING;
            default ->
                kind.endsWith("Exception") || kind.equals("error") ? Seen.error(error(kind, event)) : Seen.NOTHING;
        };
    }

    @Override
    public Seen whole(String body, boolean apart) {
        JsonNode answer = Json.object(body);
        JsonNode content = answer.path("output").path("message").path("content");
        if (!content.isArray()) {
            throw new IllegalArgumentException("no list output.message.content (expected: a message)");
        }
        List<AnswerPart> parts = new ArrayList<>(List.of(new AnswerPart.Begin(0, "")));
        for (int i = 0; i < content.size(); i++) {
            JsonNode block = content.path(i);
            JsonNode call = block.path("toolUse");
            if (call.isObject()) {
                parts.addAll(started(i, call));
                parts.add(new AnswerPart.ToolCallDelta(0, calls.getOrDefault(i, 0), null, null,
                        call.path("input").isObject() ? call.path("input").toString() : "{}"));
            } else {
                text(block.path("text").asString(""), parts);
                JsonNode thought = block.path("reasoningContent");
                thought(thought.path("reasoningText"), thought, parts);
            }
        }
        return ended(answer.path("stopReason").asString(""), parts, usage(answer.path("usage")));
    }

    @Override
    public boolean complete(boolean done) {
        return stopped;
    }

    private static ErrorTold error(String kind, JsonNode event) {
        String message = event.path("message").asString("");
        return new ErrorTold(message.isEmpty() ? kind : message, BUSY.contains(kind));
    }

    private List<AnswerPart> started(int block, JsonNode call) {
        if (!call.isObject()) {
            return List.of();
        }
        int index = calls.computeIfAbsent(block, absent -> calls.size());
        return List.of(new AnswerPart.ToolCallDelta(0, index, call.path("toolUseId").asString(""),
                call.path("name").asString(""), ""));
    }

    private List<AnswerPart> delta(int block, JsonNode delta) {
        List<AnswerPart> parts = new ArrayList<>();
        text(delta.path("text").asString(""), parts);
        JsonNode thought = delta.path("reasoningContent");
        thought(thought, thought, parts);
        String piece = delta.path("toolUse").path("input").asString("");
        Integer call = calls.get(block);
        if (call != null && !piece.isEmpty()) {
            parts.add(new AnswerPart.ToolCallDelta(0, call, null, null, piece));
        }
        return parts;
    }

    private static void text(String text, List<AnswerPart> parts) {
        if (!text.isEmpty()) {
            parts.add(new AnswerPart.Text(0, text));
        }
    }

    /** A thought with its signature, or one that the provider hides. */
    private static void thought(JsonNode open, JsonNode hidden, List<AnswerPart> parts) {
        String text = open.path("text").asString("");
        String signature = open.path("signature").asString(hidden.path("redactedContent").asString(""));
        if (!text.isEmpty() || !signature.isEmpty()) {
            parts.add(new AnswerPart.Reasoning(0, text, signature.isEmpty() ? null : signature));
        }
    }

    private Seen ended(String reason, List<AnswerPart> before, @Nullable Usage usage) {
        if (reason.startsWith("malformed_")) {
            return Seen.error(new ErrorTold("the model's answer is of no use: " + reason, false));
        }
        stopped = true;
        List<AnswerPart> parts = new ArrayList<>(before);
        parts.add(new AnswerPart.Finish(0, switch (reason) {
            case "max_tokens", "model_context_window_exceeded" -> "length";
            case "tool_use" -> "tool_calls";
            case "guardrail_intervened", "content_filtered" -> "content_filter";
            default -> "stop";
        }));
        return Seen.of(parts, usage);
    }

    /** What was read from the cache and written to it stands beside the prompt's other tokens. */
    private static Usage usage(JsonNode usage) {
        int read = usage.path("cacheReadInputTokens").asInt(0);
        int written = usage.path("cacheWriteInputTokens").asInt(0);
        return new Usage(usage.path("inputTokens").asInt(0) + read + written, usage.path("outputTokens").asInt(0), read,
                written, 0);
    }
}
