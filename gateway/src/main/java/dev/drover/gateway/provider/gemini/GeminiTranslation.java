package dev.drover.gateway.provider.gemini;

import dev.drover.gateway.provider.transport.Translation;
import dev.drover.gateway.wire.Json;
import dev.drover.inference.AnswerPart;
import dev.drover.inference.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Gemini's answers, whole or in pieces of the same shape. An answer is complete when its candidate has said why it
 * finished, or the prompt was refused.
 */
final class GeminiTranslation implements Translation {

    private static final Set<String> FILTERED = Set.of("SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT",
            "SPII", "IMAGE_SAFETY", "LANGUAGE");

    private int calls;
    private boolean finished;

    @Override
    public Seen message(String data, boolean apart) {
        JsonNode chunk = Json.object(data);
        JsonNode error = chunk.path("error");
        if (error.isObject()) {
            String status = error.path("status").asString("");
            return Seen.error(new ErrorTold(error.path("message").asString("no message"),
                    status.equals("RESOURCE_EXHAUSTED") || status.equals("UNAVAILABLE")));
        }
        List<AnswerPart> parts = new ArrayList<>();
        String blocked = chunk.path("promptFeedback").path("blockReason").asString("");
        if (!blocked.isEmpty()) {
            parts.add(new AnswerPart.Refusal(0, "the prompt was refused: " + blocked));
            finish("content_filter", parts);
        }
        JsonNode candidate = chunk.path("candidates").path(0);
        candidate.path("content").path("parts").forEach(part -> part(part, parts));
        String reason = candidate.path("finishReason").asString("");
        if (!reason.isEmpty() && !finished) {
            finish(reason(reason), parts);
        }
        return Seen.of(parts, usage(chunk.path("usageMetadata")));
    }

    @Override
    public Seen whole(String body, boolean apart) {
        Seen seen = message(body, apart);
        if (seen.error() == null && !finished) {
            throw new IllegalArgumentException("no candidate that finished (expected: one)");
        }
        return seen;
    }

    @Override
    public boolean complete(boolean done) {
        return finished;
    }

    private void part(JsonNode part, List<AnswerPart> parts) {
        String signature = part.path("thoughtSignature").asString(null);
        String text = part.path("text").asString("");
        JsonNode call = part.path("functionCall");
        if (call.isObject()) {
            int index = calls++;
            String plain = call.path("id").asString("call_" + Long.toHexString(System.nanoTime()) + "_" + index);
            parts.add(new AnswerPart.ToolCallDelta(0, index, new CallId(plain, signature).written(),
                    call.path("name").asString(""),
                    call.path("args").isObject() ? call.path("args").toString() : "{}"));
        } else if (part.path("thought").asBoolean(false)) {
            if (!text.isEmpty()) {
                parts.add(new AnswerPart.Reasoning(0, text));
            }
        } else if (!text.isEmpty()) {
            parts.add(new AnswerPart.Text(0, text));
        }
    }

    private void finish(String reason, List<AnswerPart> parts) {
        finished = true;
        parts.add(new AnswerPart.Finish(0, reason));
    }

    private String reason(String told) {
        return told.equals("MAX_TOKENS") ? "length"
                : FILTERED.contains(told) ? "content_filter" : calls > 0 ? "tool_calls" : "stop";
    }

    private static @Nullable Usage usage(JsonNode usage) {
        if (!usage.isObject()) {
            return null;
        }
        int thoughts = usage.path("thoughtsTokenCount").asInt(0);
        return new Usage(usage.path("promptTokenCount").asInt(0),
                usage.path("candidatesTokenCount").asInt(0) + thoughts, usage.path("cachedContentTokenCount").asInt(0),
                0, thoughts);
    }
}
