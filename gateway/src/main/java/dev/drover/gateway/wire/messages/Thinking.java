package dev.drover.gateway.wire.messages;

import dev.drover.gateway.wire.Json;
import dev.drover.inference.ChatRequest;
import dev.drover.inference.ContentPart;
import dev.drover.inference.Message;
import dev.drover.inference.ToolChoice;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * How much a model with Anthropic's interface is told to think. A request that cannot be combined with thinking is answered
 * without: one that forces a call, leaves too few tokens, or goes on after calls whose thoughts did not come back with
 * their signatures.
 */
public final class Thinking {

    private static final int LEAST = 1_024;

    private Thinking() {}

    /**
     * The fields that tell it; empty for none. A model that thinks chooses its tokens by itself, so the request may say
     * nothing of sampling then.
     *
     * @param limit how many tokens the answer may have
     * @param adaptive whether the model wants an effort instead of a budget
     */
    public static Optional<ObjectNode> of(ChatRequest request, int limit, boolean adaptive) {
        String effort = request.options().reasoningEffort();
        ToolChoice choice = request.options().tools().choice();
        boolean forced = choice instanceof ToolChoice.Required || choice instanceof ToolChoice.Named;
        if (effort == null || effort.equals("none") || effort.equals("minimal") || forced || interrupted(request)) {
            return Optional.empty();
        }
        ObjectNode json = Json.mapper().createObjectNode();
        if (adaptive) {
            json.putObject("thinking").put("type", "adaptive");
            json.putObject("output_config").put("effort", effort);
            return Optional.of(json);
        }
        int budget = Math.min(budget(effort), limit - 1);
        if (budget < LEAST) {
            return Optional.empty();
        }
        json.putObject("thinking").put("type", "enabled").put("budget_tokens", budget);
        return Optional.of(json);
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
