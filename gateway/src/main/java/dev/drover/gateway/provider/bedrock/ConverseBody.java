package dev.drover.gateway.provider.bedrock;

import dev.drover.gateway.provider.Unsupported;
import dev.drover.gateway.wire.Arguments;
import dev.drover.gateway.wire.Json;
import dev.drover.gateway.wire.messages.Thinking;
import dev.drover.inference.AnswerFormat;
import dev.drover.inference.ChatRequest;
import dev.drover.inference.Message;
import dev.drover.inference.Tool;
import dev.drover.inference.ToolCall;
import dev.drover.inference.ToolChoice;
import dev.drover.inference.ToolUse;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes a request in Converse's form. What the system says, wherever it stands, goes before the conversation, and a
 * speaker's turn goes on while nobody else speaks.
 */
final class ConverseBody {

    private static final Pattern CALL_ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private ConverseBody() {}

    /**
     * The body of a request.
     *
     * @param thinking how the model is told to think, as the option of that name says
     */
    static ObjectNode of(ChatRequest request, String thinking) {
        ObjectNode json = prompt(request);
        ObjectNode more = Json.mapper().createObjectNode();
        boolean thinks = think(more, request, thinking);
        ObjectNode config = Json.mapper().createObjectNode();
        put(config, "maxTokens", request.maxTokens());
        if (!thinks) {
            put(config, "temperature", request.sampling().temperature());
            put(config, "topP", request.sampling().topP());
            Integer topK = request.sampling().topK();
            put(more, "top_k", topK == null || topK == 0 ? null : topK);
        }
        if (!request.stop().isEmpty()) {
            config.set("stopSequences", Json.mapper().valueToTree(request.stop()));
        }
        if (!config.isEmpty()) {
            json.set("inferenceConfig", config);
        }
        if (!more.isEmpty()) {
            json.set("additionalModelRequestFields", more);
        }
        if (request.options().format() instanceof AnswerFormat.Schema schema) {
            ObjectNode format = json.putObject("outputConfig").putObject("textFormat").put("type", "json_schema");
            ObjectNode structure = format.putObject("structure").putObject("jsonSchema");
            structure.put("name", schema.name()).put("schema", schema.schema());
            put(structure, "description", schema.description());
        }
        return json;
    }

    /** What of a request the model reads: the conversation and the tools. */
    static ObjectNode prompt(ChatRequest request) {
        ObjectNode json = Json.mapper().createObjectNode();
        ArrayNode system = Json.mapper().createArrayNode();
        ArrayNode messages = Json.mapper().createArrayNode();
        ConverseBlocks blocks = new ConverseBlocks();
        for (Message message : request.messages()) {
            switch (message.role()) {
                case "system", "developer" -> blocks.write(system, message.parts());
                case "tool", "function" -> blocks.result(turn(messages, "user"),
                        id(message.toolCallId() == null ? "" : message.toolCallId()), message.parts());
                case "assistant" -> assistant(messages, message, blocks);
                default -> blocks.write(turn(messages, "user"), message.parts());
            }
        }
        json.set("messages", messages);
        if (!system.isEmpty()) {
            json.set("system", system);
        }
        boolean called = request.messages().stream().anyMatch(message -> !message.toolCalls().isEmpty());
        tools(json, request.options().tools(), called);
        return json;
    }

    private static ArrayNode turn(ArrayNode messages, String role) {
        if (!messages.isEmpty() && messages.path(messages.size() - 1).path("role").asString().equals(role)) {
            return (ArrayNode) messages.path(messages.size() - 1).path("content");
        }
        return messages.addObject().put("role", role).putArray("content");
    }

    private static void assistant(ArrayNode messages, Message message, ConverseBlocks blocks) {
        if (message.parts().isEmpty() && message.toolCalls().isEmpty()) {
            return;
        }
        ArrayNode turn = turn(messages, "assistant");
        blocks.write(turn, message.parts());
        for (ToolCall call : message.toolCalls()) {
            turn.addObject()
                    .putObject("toolUse")
                    .put("toolUseId", id(call.id()))
                    .put("name", call.name())
                    .set("input", Arguments.object(call.arguments()));
        }
    }

    /** A call's id; one of another provider that would not be taken is replaced by one made of it. */
    private static String id(String given) {
        return CALL_ID.matcher(given).matches() ? given
                : "call_" + UUID.nameUUIDFromBytes(given.getBytes(StandardCharsets.UTF_8));
    }

    private static void tools(ObjectNode json, ToolUse use, boolean called) {
        if (use.tools().isEmpty() || (use.choice() instanceof ToolChoice.None && !called)) {
            return;
        }
        ObjectNode config = json.putObject("toolConfig");
        ArrayNode list = config.putArray("tools");
        for (Tool tool : use.tools()) {
            ObjectNode each = list.addObject().putObject("toolSpec").put("name", tool.name());
            put(each, "description", tool.description());
            each.putObject("inputSchema")
                    .set("json",
                            Json.mapper().readTree(tool.schema() == null ? "{\"type\":\"object\"}" : tool.schema()));
            if (tool.strict()) {
                each.put("strict", true);
            }
        }
        switch (use.choice()) {
            case ToolChoice.Auto auto -> {
                // as without it
            }
            case ToolChoice.None none ->
                throw Unsupported.refused("tool_choice", "none", "bedrock", "auto, in a conversation with calls");
            case ToolChoice.Required required -> config.putObject("toolChoice").putObject("any");
            case ToolChoice.Named named -> config.putObject("toolChoice").putObject("tool").put("name", named.name());
        }
    }

    /** Adds how much the model shall think; whether it then chooses its tokens by itself. */
    private static boolean think(ObjectNode more, ChatRequest request, String thinking) {
        String effort = request.options().reasoningEffort();
        String way = thinking.equals("auto") ? way(request.model()) : thinking;
        if (effort == null || way.equals("none")) {
            return false;
        }
        switch (way) {
            case "effort" -> more.put("reasoning_effort", effort);
            case "nova" -> {
                if (!effort.equals("none")) {
                    more.putObject("reasoningConfig").put("type", "enabled").put("maxReasoningEffort", effort);
                }
            }
            default -> {
                int limit = request.maxTokens() == null ? Integer.MAX_VALUE : request.maxTokens();
                Thinking.of(request, limit, way.equals("adaptive")).ifPresent(more::setAll);
                return !more.isEmpty();
            }
        }
        return false;
    }

    private static String way(String model) {
        return model.contains("anthropic.") ? "budget"
                : model.contains("openai.") ? "effort" : model.contains("amazon.nova-2") ? "nova" : "none";
    }

    private static void put(ObjectNode json, String field, @Nullable Object value) {
        if (value != null) {
            json.set(field, Json.mapper().valueToTree(value));
        }
    }
}
