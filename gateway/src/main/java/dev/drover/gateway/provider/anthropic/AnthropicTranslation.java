package dev.drover.gateway.provider.anthropic;

import dev.drover.gateway.provider.transport.Translation;
import dev.drover.gateway.wire.Json;
import dev.drover.inference.AnswerPart;
import dev.drover.inference.Usage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Anthropic's messages. Blocks that only Anthropic's clients understand, such as those of tools that its servers run, are
 * left out of an answer that is taken apart. An answer is complete when {@code message_stop} came.
 */
final class AnthropicTranslation implements Translation {

    private final Map<Integer, Integer> calls = new HashMap<>();
    private int prompt;
    private int cached;
    private int cacheWritten;
    private int completion;

    @Override
    public Seen message(String data, boolean apart) {
        JsonNode event = Json.object(data);
        return switch (event.path("type").asString("")) {
            case "message_start" -> {
                JsonNode message = event.path("message");
                usage(message.path("usage"));
                yield Seen.of(List.of(new AnswerPart.Begin(0, message.path("model").asString(""))), usage());
            }
            case "content_block_start" -> {
                List<AnswerPart> parts = new ArrayList<>();
                block(event.path("index").asInt(0), event.path("content_block"), false, parts);
                yield Seen.of(parts, null);
            }
            case "content_block_delta" -> Seen.of(delta(event.path("index").asInt(0), event.path("delta")), null);
            case "message_delta" -> {
                usage(event.path("usage"));
                yield Seen.of(ended(event.path("delta")), usage());
            }
            case "message_stop" -> new Seen(true, true, false, null, null, List.of());
            case "error" -> Seen.error(error(event.path("error")));
            default -> Seen.NOTHING;
        };
    }

    @Override
    public Seen whole(String body, boolean apart) {
        JsonNode message = Json.object(body);
        if (message.path("type").asString("").equals("error")) {
            return Seen.error(error(message.path("error")));
        }
        if (!message.path("content").isArray()) {
            throw new IllegalArgumentException("no list content (expected: a message)");
        }
        List<AnswerPart> parts = new ArrayList<>(List.of(new AnswerPart.Begin(0, message.path("model").asString(""))));
        for (int i = 0; i < message.path("content").size(); i++) {
            block(i, message.path("content").path(i), true, parts);
        }
        parts.addAll(ended(message));
        usage(message.path("usage"));
        return Seen.of(parts, usage());
    }

    @Override
    public boolean complete(boolean done) {
        return done;
    }

    private static ErrorTold error(JsonNode error) {
        String type = error.path("type").asString("");
        return new ErrorTold(error.path("message").asString("no message"),
                type.equals("overloaded_error") || type.equals("rate_limit_error"));
    }

    private void block(int index, JsonNode block, boolean whole, List<AnswerPart> parts) {
        switch (block.path("type").asString("")) {
            case "text" -> text(block.path("text").asString(""), parts);
            case "thinking" ->
                thought(block.path("thinking").asString(""), block.path("signature").asString(""), parts);
            case "redacted_thinking" -> thought("", block.path("data").asString(""), parts);
            case "tool_use" -> {
                int call = calls.computeIfAbsent(index, absent -> calls.size());
                parts.add(new AnswerPart.ToolCallDelta(0, call, block.path("id").asString(""),
                        block.path("name").asString(""), whole ? block.path("input").toString() : ""));
            }
            default -> {
                // for Anthropic's own clients
            }
        }
    }

    private List<AnswerPart> delta(int index, JsonNode delta) {
        List<AnswerPart> parts = new ArrayList<>();
        switch (delta.path("type").asString("")) {
            case "text_delta" -> text(delta.path("text").asString(""), parts);
            case "thinking_delta" -> thought(delta.path("thinking").asString(""), "", parts);
            case "signature_delta" -> thought("", delta.path("signature").asString(""), parts);
            case "input_json_delta" -> {
                Integer call = calls.get(index);
                String piece = delta.path("partial_json").asString("");
                if (call != null && !piece.isEmpty()) {
                    parts.add(new AnswerPart.ToolCallDelta(0, call, null, null, piece));
                }
            }
            default -> {
                // for Anthropic's own clients
            }
        }
        return parts;
    }

    private static void text(String text, List<AnswerPart> parts) {
        if (!text.isEmpty()) {
            parts.add(new AnswerPart.Text(0, text));
        }
    }

    private static void thought(String text, String signature, List<AnswerPart> parts) {
        if (!text.isEmpty() || !signature.isEmpty()) {
            parts.add(new AnswerPart.Reasoning(0, text, signature.isEmpty() ? null : signature));
        }
    }

    private static List<AnswerPart> ended(JsonNode message) {
        String reason = message.path("stop_reason").asString("");
        if (reason.isEmpty()) {
            return List.of();
        }
        String told = switch (reason) {
            case "max_tokens", "model_context_window_exceeded" -> "length";
            case "tool_use" -> "tool_calls";
            case "refusal" -> "content_filter";
            default -> "stop";
        };
        List<AnswerPart> parts = new ArrayList<>();
        String explanation = message.path("stop_details").path("explanation").asString("");
        if (!explanation.isEmpty()) {
            parts.add(new AnswerPart.Refusal(0, explanation));
        }
        parts.add(new AnswerPart.Finish(0, told, message.path("stop_sequence").asString(null)));
        return parts;
    }

    /** Counts are told more than once, each time for the whole answer so far; what is not told again stays. */
    private void usage(JsonNode usage) {
        cached = usage.path("cache_read_input_tokens").asInt(cached);
        cacheWritten = usage.path("cache_creation_input_tokens").asInt(cacheWritten);
        prompt = usage.path("input_tokens").asInt(prompt);
        completion = usage.path("output_tokens").asInt(completion);
    }

    private Usage usage() {
        return new Usage(prompt + cached + cacheWritten, completion, cached, cacheWritten, 0);
    }
}
