package dev.drover.gateway.wire.responses;

import dev.drover.gateway.wire.Fields;
import dev.drover.gateway.wire.Json;
import dev.drover.inference.ContentPart;
import dev.drover.inference.Message;
import dev.drover.inference.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * Reads the items of a conversation. What a model thought, said and called in a row is one message. What only this form
 * can say is noted.
 */
final class ItemReader {

    private static final Set<String> ROLES = Set.of("user", "assistant", "system", "developer");

    private final List<String> foreign;
    private final List<Message> messages = new ArrayList<>();
    private final List<ContentPart> said = new ArrayList<>();
    private final List<ToolCall> called = new ArrayList<>();

    ItemReader(List<String> foreign) {
        this.foreign = foreign;
    }

    /** The messages that two lists of items say, each under its own name in refusals. */
    List<Message> read(String earlierName, ArrayNode earlier, String name, ArrayNode items) {
        read(earlierName, earlier);
        read(name, items);
        endTurn();
        return messages;
    }

    private void read(String name, ArrayNode items) {
        Fields all = new Fields(Json.mapper().createObjectNode().set(name, items));
        all.objects(name, "an item").forEach(this::item);
    }

    private void item(Fields item) {
        String type = item.text("type");
        switch (type == null ? "message" : type) {
            case "message" -> message(item);
            case "function_call" -> called.add(new ToolCall(item.required("call_id", "the call's id"),
                    item.required("name", "the function's name"), item.required("arguments", "JSON as a text")));
            case "function_call_output" -> {
                endTurn();
                List<ContentPart> parts = new ArrayList<>();
                content(item, "output", parts);
                messages.add(Message.result(item.required("call_id", "the call's id"), parts));
            }
            case "reasoning" -> {
                String thought = texts(item, item.get("content") == null ? "summary" : "content");
                String signature = item.text("encrypted_content");
                if (!thought.isEmpty() || signature != null) {
                    said.add(new ContentPart.Reasoning(thought, signature));
                }
            }
            default -> foreign.add(item.path() + "type: " + type);
        }
    }

    private static String texts(Fields item, String list) {
        StringBuilder text = new StringBuilder();
        item.objects(list, "an object with text").forEach(part -> text.append(part.required("text", "a text")));
        return text.toString();
    }

    private void message(Fields item) {
        String role = item.required("role", "user, assistant, system or developer");
        if (!ROLES.contains(role)) {
            throw item.wrong("role", item.object().path("role"), "user, assistant, system or developer");
        }
        if (item.get("content") == null) {
            throw item.missing("content", "a text or a list of parts");
        }
        if (role.equals("assistant")) {
            if (!called.isEmpty()) {
                endTurn();
            }
            content(item, "content", said);
            return;
        }
        endTurn();
        List<ContentPart> parts = new ArrayList<>();
        content(item, "content", parts);
        messages.add(new Message(role.equals("developer") ? "system" : role, parts));
    }

    private void endTurn() {
        if (!said.isEmpty() || !called.isEmpty()) {
            messages.add(Message.calls(said, called));
            said.clear();
            called.clear();
        }
    }

    private void content(Fields item, String name, List<ContentPart> parts) {
        JsonNode content = item.get(name);
        if (content != null && content.isString()) {
            if (!content.stringValue().isEmpty()) {
                parts.add(new ContentPart.Text(content.stringValue()));
            }
            return;
        }
        for (Fields part : item.objects(name, "an object with a type, such as input_text")) {
            String type = part.required("type", "the kind of part, such as input_text");
            switch (type) {
                case "input_text", "output_text", "text" ->
                    parts.add(new ContentPart.Text(part.required("text", "a text")));
                case "refusal" -> parts.add(new ContentPart.Text(part.required("refusal", "a text")));
                case "input_image" ->
                    add(parts, part, "image_url", type, url -> new ContentPart.Image(url, part.text("detail")));
                case "input_file" -> add(parts, part, part.get("file_data") == null ? "file_url" : "file_data", type,
                        url -> new ContentPart.Document(url, part.text("filename")));
                default -> foreign.add(part.path() + "type: " + type);
            }
        }
    }

    private void add(List<ContentPart> parts, Fields part, String field, String type,
            Function<String, ContentPart> made) {
        String url = part.text(field);
        if (url == null) {
            foreign.add(part.path() + "type: " + type);
        } else {
            parts.add(made.apply(url));
        }
    }
}
