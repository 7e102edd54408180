package dev.drover.gateway.wire.messages;

import dev.drover.gateway.wire.Arguments;
import dev.drover.gateway.wire.DataUrl;
import dev.drover.gateway.wire.Json;
import dev.drover.inference.AnswerFormat;
import dev.drover.inference.ChatRequest;
import dev.drover.inference.ContentPart;
import dev.drover.inference.Message;
import dev.drover.inference.Tool;
import dev.drover.inference.ToolChoice;
import dev.drover.inference.ToolUse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes a request that came in another form as the body of a messages request. What the system says, wherever it stands,
 * goes before the conversation. Says nothing of delivery and of thinking.
 */
public final class MessagesBody {

    private MessagesBody() {}

    /**
     * The body of a request.
     *
     * @param limit how many tokens the answer may have, which this form always says
     */
    public static ObjectNode of(ChatRequest request, int limit) {
        ObjectNode json = prompt(request).put("max_tokens", limit);
        put(json, "temperature", request.sampling().temperature());
        put(json, "top_p", request.sampling().topP());
        Integer topK = request.sampling().topK();
        put(json, "top_k", topK == null || topK == 0 ? null : topK);
        if (!request.stop().isEmpty()) {
            json.set("stop_sequences", Json.mapper().valueToTree(request.stop()));
        }
        if (request.options().user() != null) {
            json.putObject("metadata").put("user_id", request.options().user());
        }
        if (request.options().format() instanceof AnswerFormat.Schema schema) {
            json.putObject("output_config")
                    .putObject("format")
                    .put("type", "json_schema")
                    .set("schema", Json.mapper().readTree(schema.schema()));
        }
        return json;
    }

    /** What of a request the model reads: the conversation and the tools. */
    public static ObjectNode prompt(ChatRequest request) {
        ObjectNode json = Json.mapper().createObjectNode().put("model", request.model());
        ArrayNode system = Json.mapper().createArrayNode();
        ArrayNode messages = Json.mapper().createArrayNode();
        for (Message message : request.messages()) {
            switch (message.role()) {
                case "system", "developer" -> blocks(system, message.parts());
                case "tool", "function" -> result(messages, message);
                case "assistant" -> assistant(messages, message);
                default -> blocks(turn(messages, "user"), message.parts());
            }
        }
        if (!system.isEmpty()) {
            json.set("system", system);
        }
        json.set("messages", messages);
        tools(json, request.options().tools());
        return json;
    }

    /** The blocks of a speaker's turn, which goes on while nobody else speaks. */
    private static ArrayNode turn(ArrayNode messages, String role) {
        if (!messages.isEmpty() && messages.path(messages.size() - 1).path("role").asString().equals(role)) {
            return (ArrayNode) messages.path(messages.size() - 1).path("content");
        }
        return messages.addObject().put("role", role).putArray("content");
    }

    private static void result(ArrayNode messages, Message message) {
        ObjectNode block = turn(messages, "user").addObject().put("type", "tool_result");
        block.put("tool_use_id", message.toolCallId() == null ? "" : message.toolCallId());
        blocks(block.putArray("content"), message.parts());
    }

    private static void assistant(ArrayNode messages, Message message) {
        if (message.parts().isEmpty() && message.toolCalls().isEmpty()) {
            return;
        }
        ArrayNode blocks = turn(messages, "assistant");
        blocks(blocks, message.parts());
        message.toolCalls()
                .forEach(call -> blocks.addObject()
                        .put("type", "tool_use")
                        .put("id", call.id())
                        .put("name", call.name())
                        .set("input", Arguments.object(call.arguments())));
    }

    private static void blocks(ArrayNode blocks, List<ContentPart> parts) {
        for (ContentPart part : parts) {
            switch (part) {
                case ContentPart.Text text -> blocks.addObject().put("type", "text").put("text", text.text());
                case ContentPart.Image image -> source(blocks.addObject().put("type", "image"), image.url());
                case ContentPart.Document document -> {
                    ObjectNode block = blocks.addObject().put("type", "document");
                    put(block, "title", document.name());
                    source(block, document.url());
                }
                case ContentPart.Reasoning thought -> thought(blocks, thought);
                case ContentPart.Audio audio -> {
                    // refused before
                }
            }
        }
    }

    /** Thoughts count only with the provider's signature. */
    private static void thought(ArrayNode blocks, ContentPart.Reasoning thought) {
        if (thought.signature() != null && thought.text().isEmpty()) {
            blocks.addObject().put("type", "redacted_thinking").put("data", thought.signature());
        } else if (thought.signature() != null) {
            blocks.addObject()
                    .put("type", "thinking")
                    .put("thinking", thought.text())
                    .put("signature", thought.signature());
        }
    }

    private static void source(ObjectNode block, String url) {
        ObjectNode source = block.putObject("source");
        DataUrl.of(url).ifPresentOrElse(data -> {
            if (data.type().startsWith("text/")) {
                source.put("type", "text")
                        .put("media_type", "text/plain")
                        .put("data", new String(Base64.getDecoder().decode(data.base64()), StandardCharsets.UTF_8));
            } else {
                source.put("type", "base64").put("media_type", data.type()).put("data", data.base64());
            }
        }, () -> source.put("type", "url").put("url", url));
    }

    private static void tools(ObjectNode json, ToolUse use) {
        if (use.tools().isEmpty()) {
            return;
        }
        ArrayNode list = json.putArray("tools");
        for (Tool tool : use.tools()) {
            ObjectNode each = list.addObject().put("name", tool.name());
            put(each, "description", tool.description());
            each.set("input_schema",
                    Json.mapper().readTree(tool.schema() == null ? "{\"type\":\"object\"}" : tool.schema()));
            if (tool.strict()) {
                each.put("strict", true);
            }
        }
        boolean single = Boolean.FALSE.equals(use.parallel());
        ObjectNode choice = switch (use.choice()) {
            case ToolChoice.Auto auto -> type("auto");
            case ToolChoice.None none -> type("none");
            case ToolChoice.Required required -> type("any");
            case ToolChoice.Named named -> type("tool").put("name", named.name());
        };
        if (single && !(use.choice() instanceof ToolChoice.None)) {
            choice.put("disable_parallel_tool_use", true);
        }
        if (single || !(use.choice() instanceof ToolChoice.Auto)) {
            json.set("tool_choice", choice);
        }
    }

    private static ObjectNode type(String type) {
        return Json.mapper().createObjectNode().put("type", type);
    }

    private static void put(ObjectNode json, String field, @Nullable Object value) {
        if (value != null) {
            json.set(field, Json.mapper().valueToTree(value));
        }
    }
}
