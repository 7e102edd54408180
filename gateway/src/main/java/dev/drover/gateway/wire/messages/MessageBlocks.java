package dev.drover.gateway.wire.messages;

import dev.drover.gateway.wire.Fields;
import dev.drover.gateway.wire.Json;
import dev.drover.inference.ContentPart;
import dev.drover.inference.Message;
import dev.drover.inference.ToolCall;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads the conversation of a messages request. A user's message that holds results of tools becomes a message for each
 * result and one for what else it says. What only Anthropic's form can say is noted.
 */
final class MessageBlocks {

    private static final String CONTENT = "a text or a list of blocks";

    private final List<String> foreign;

    MessageBlocks(List<String> foreign) {
        this.foreign = foreign;
    }

    List<Message> read(Fields fields) {
        List<Message> messages = new ArrayList<>();
        JsonNode system = fields.get("system");
        if (system != null) {
            List<ContentPart> parts = new ArrayList<>();
            content(fields, "system", (part, type) -> add(parts, part, type));
            if (!parts.isEmpty()) {
                messages.add(new Message("system", parts));
            }
        }
        JsonNode list = fields.get("messages");
        if (list == null) {
            throw fields.missing("messages", "a list of at least one message");
        }
        if (!list.isArray() || list.isEmpty()) {
            throw fields.wrong("messages", list, "a list of at least one message");
        }
        fields.objects("messages", "an object with role and content").forEach(message -> message(message, messages));
        return messages;
    }

    private void message(Fields message, List<Message> messages) {
        String expected = "user or assistant";
        String role = message.required("role", expected);
        if (message.get("content") == null) {
            throw message.missing("content", CONTENT);
        }
        switch (role) {
            case "user" -> user(message, messages);
            case "assistant" -> messages.add(assistant(message));
            case "system" -> {
                List<ContentPart> parts = new ArrayList<>();
                content(message, "content", (part, type) -> add(parts, part, type));
                messages.add(new Message("system", parts));
            }
            default -> throw message.wrong("role", message.object().path("role"), expected);
        }
    }

    private void user(Fields message, List<Message> messages) {
        List<ContentPart> parts = new ArrayList<>();
        List<Message> results = new ArrayList<>();
        content(message, "content", (block, type) -> {
            if (type.equals("tool_result")) {
                results.add(result(block));
            } else {
                add(parts, block, type);
            }
        });
        messages.addAll(results);
        if (!parts.isEmpty() || results.isEmpty()) {
            messages.add(new Message("user", parts));
        }
    }

    private Message result(Fields block) {
        List<ContentPart> parts = new ArrayList<>();
        if (block.get("content") != null) {
            content(block, "content", (part, type) -> add(parts, part, type));
        }
        return Message.result(block.required("tool_use_id", "the id of the tool's call"), parts);
    }

    private Message assistant(Fields message) {
        List<ContentPart> parts = new ArrayList<>();
        List<ToolCall> calls = new ArrayList<>();
        content(message, "content", (block, type) -> {
            if (type.equals("tool_use")) {
                JsonNode input = block.object("input");
                calls.add(new ToolCall(block.required("id", "the call's id"), block.required("name", "the tool's name"),
                        input == null ? "{}" : input.toString()));
            } else {
                add(parts, block, type);
            }
        });
        return Message.calls(parts, calls);
    }

    private interface Block {

        void read(Fields block, String type);
    }

    private static void content(Fields fields, String name, Block reading) {
        JsonNode content = fields.get(name);
        if (content != null && content.isString()) {
            reading.read(new Fields(fields.path(), Json.mapper().createObjectNode().put("text", content.stringValue())),
                    "text");
            return;
        }
        if (content != null && !content.isArray()) {
            throw fields.wrong(name, content, CONTENT);
        }
        for (Fields block : fields.objects(name, "an object with a type, such as text")) {
            reading.read(block, block.required("type", "the kind of block, such as text"));
        }
    }

    private void add(List<ContentPart> parts, Fields block, String type) {
        switch (type) {
            case "text" -> {
                String text = block.required("text", "a text");
                if (!text.isEmpty()) {
                    parts.add(new ContentPart.Text(text));
                }
            }
            case "thinking" ->
                parts.add(new ContentPart.Reasoning(block.required("thinking", "a text"), block.text("signature")));
            case "redacted_thinking" -> parts.add(new ContentPart.Reasoning("", block.text("data")));
            case "image" -> source(block, type, parts, url -> new ContentPart.Image(url, null));
            case "document" -> source(block, type, parts, url -> new ContentPart.Document(url, block.text("title")));
            default -> foreign.add(block.path() + "type: " + type);
        }
    }

    private void source(Fields block, String type, List<ContentPart> parts, Function<String, ContentPart> made) {
        Fields source = block.within("source", "an object with type");
        @Nullable
        String url = switch (source.required("type", "base64 or url")) {
            case "base64" -> "data:" + source.required("media_type", "such as image/png") + ";base64,"
                    + source.required("data", "the " + type + " in base 64");
            case "url" -> source.required("url", "an address");
            case "text" -> "data:text/plain;base64," + Base64.getEncoder()
                    .encodeToString(source.required("data", "a text").getBytes(StandardCharsets.UTF_8));
            default -> null;
        };
        if (url == null) {
            foreign.add(source.path() + "type: " + source.text("type"));
        } else {
            parts.add(made.apply(url));
        }
    }
}
