package dev.drover.gateway.wire.messages;

import dev.drover.gateway.wire.Json;
import dev.drover.inference.AnswerPart;
import dev.drover.inference.Usage;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** How a message ended and what it took, in Anthropic's words. */
final class Ending {

    private Ending() {}

    /** Puts {@code stop_reason} and {@code stop_sequence} into an object. */
    static void stop(ObjectNode json, AnswerPart.@Nullable Finish finish) {
        String stop = finish == null ? null : finish.stop();
        json.put("stop_reason", finish == null ? null : reason(finish)).put("stop_sequence", stop);
    }

    private static String reason(AnswerPart.Finish finish) {
        return switch (finish.reason()) {
            case "length" -> "max_tokens";
            case "tool_calls", "function_call" -> "tool_use";
            case "content_filter" -> "refusal";
            default -> finish.stop() == null ? "end_turn" : "stop_sequence";
        };
    }

    /** What was used: tokens from and to a cache are told apart from the rest of the prompt. */
    static ObjectNode usage(Usage usage) {
        return Json.mapper()
                .createObjectNode()
                .put("input_tokens",
                        Math.max(0, usage.promptTokens() - usage.cachedTokens() - usage.cacheWrittenTokens()))
                .put("cache_creation_input_tokens", usage.cacheWrittenTokens())
                .put("cache_read_input_tokens", usage.cachedTokens())
                .put("output_tokens", usage.completionTokens());
    }
}
