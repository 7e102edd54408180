package dev.drover.gateway.provider.anthropic;

import dev.drover.inference.ChatRequest;
import dev.drover.inference.ContentPart;
import dev.drover.inference.Message;
import dev.drover.inference.ToolChoice;
import tools.jackson.databind.node.ObjectNode;

/**
 * How much a model is told to think. A request that cannot be combined with thinking is answered without: one that forces
 * a call, leaves too few tokens, or goes on after calls whose thoughts did not come back with their signatures.
 */
final class Thinking {

    private static final int LEAST = 1_024;

    private Thinking() {}

    static void add(ObjectNode json, ChatRequest request, int limit, boolean adaptive) {
        String effort = request.options().reasoningEffort();
        ToolChoice choice = request.options().tools().choice();
        boolean forced = choice instanceof ToolChoice.Required || choice instanceof ToolChoice.Named;
        if (effort == null || effort.equals("none") || effort.equals("minimal") || forced || interrupted(request)) {
            return;
        }
        if (adaptive) {
            json.putObject("thinking").put("type", "adaptive");
            ObjectNode config = json.get("output_config") instanceof ObjectNode given ? given
                    : json.putObject("output_config");
            config.put("effort", effort);
        } else {
            int budget = Math.min(budget(effort), limit - 1);
            if (budget < LEAST) {
                return;
            }
            json.putObject("thinking").put("type", "enabled").put("budget_tokens", budget);
        }
        // a model that thinks chooses its tokens by itself
        json.remove("temperature");
        json.remove("top_k");
        json.remove("top_p");
    }

    private static int budget(String effort) {
        return switch (effort) {
            case "low" -> LEAST;
            case "medium" -> 4_096;
            case "high" -> 16_384;
            default -> 32_768;
        };
    }

    /** Whether the model goes on after calls that it made without thoughts that could be shown to it again. */
    private static boolean interrupted(ChatRequest request) {
        for (Message message : request.messages().reversed()) {
            if (message.role().equals("user")) {
                return false;
            }
            if (message.role().equals("assistant")) {
                return !message.toolCalls().isEmpty() && message.parts()
                        .stream()
                        .noneMatch(
                                part -> part instanceof ContentPart.Reasoning thought && thought.signature() != null);
            }
        }
        return false;
    }
}
