package dev.drover.gateway.wire;

import dev.drover.inference.ContentPart;
import dev.drover.inference.InferenceFailure.Rejected;
import dev.drover.inference.Message;
import dev.drover.inference.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the messages of a chat completion request. What only OpenAI's form can say is noted. */
final class ChatMessages {

    private static final Set<String> ROLES = Set.of("system", "developer", "user", "assistant", "tool", "function");
    private static final String ROLES_EXPECTED = "one of system, developer, user, assistant, tool";

    private final List<String> foreign;

    ChatMessages(List<String> foreign) {
        this.foreign = foreign;
    }

    List<Message> read(Fields fields) {
        JsonNode list = fields.get("messages");
        if (list == null) {
            throw fields.missing("messages", "a list of at least one message");
        }
        if (!list.isArray() || list.isEmpty()) {
            throw fields.wrong("messages", list, "a list of at least one message");
        }
        return fields.objects("messages", "an object with role and content").stream().map(this::message).toList();
    }

    private Message message(Fields fields) {
        String role = fields.text("role");
        if (role == null) {
            throw fields.missing("role", ROLES_EXPECTED);
        }
        if (!ROLES.contains(role)) {
            throw fields.wrong("role", fields.object().path("role"), ROLES_EXPECTED);
        }
        JsonNode content = fields.get("content");
        if (content == null && !role.equals("assistant")) {
            throw fields.missing("content", "a text or a list of parts");
        }
        if (role.equals("function")) {
            foreign.add(fields.path() + "role: function");
        }
        List<ContentPart> parts = new ArrayList<>();
        String thought = fields.text("reasoning_content");
        if (thought != null && !thought.isEmpty()) {
            parts.add(new ContentPart.Reasoning(thought, null));
        }
        if (content != null) {
            content(fields, content, parts);
        }
        return new Message(role, parts, calls(fields), fields.text("tool_call_id"), fields.text("name"),
                fields.object().toString());
    }

    private void content(Fields fields, JsonNode content, List<ContentPart> parts) {
        if (content.isString()) {
            if (!content.stringValue().isEmpty()) {
                parts.add(new ContentPart.Text(content.stringValue()));
            }
            return;
        }
        if (!content.isArray()) {
            throw fields.wrong("content", content, "a text or a list of parts");
        }
        for (Fields part : fields.objects("content", "an object with a type, such as text")) {
            ContentPart read = part(part);
            if (read != null) {
                parts.add(read);
            }
        }
    }

    private @Nullable ContentPart part(Fields part) {
        String type = part.text("type");
        if (type == null) {
            throw new Rejected(400, "invalid_value", part.name(),
                    part.name() + ": an object without type (expected: an object with a type, such as text)");
        }
        return switch (type) {
            case "text" -> new ContentPart.Text(part.required("text", "a text"));
            case "refusal" -> new ContentPart.Text(part.required("refusal", "a text"));
            case "image_url" -> image(part);
            case "input_audio" -> {
                Fields audio = part.within("input_audio", "an object with data and format");
                yield new ContentPart.Audio(audio.required("data", "a recording in base 64"),
                        audio.required("format", "such as wav or mp3"));
            }
            case "file" -> document(part);
            default -> foreign(part, type);
        };
    }

    /** A picture; some clients and servers write its address without an object around it. */
    private static ContentPart image(Fields part) {
        JsonNode bare = part.get("image_url");
        if (bare != null && bare.isString()) {
            return new ContentPart.Image(bare.stringValue(), null);
        }
        Fields image = part.within("image_url", "an object with url");
        return new ContentPart.Image(image.required("url", "an address, or data: with a picture"),
                image.text("detail"));
    }

    private @Nullable ContentPart document(Fields part) {
        Fields file = part.within("file", "an object with file_data or file_id");
        String data = file.text("file_data");
        return data == null ? foreign(part, "file") : new ContentPart.Document(data, file.text("filename"));
    }

    private @Nullable ContentPart foreign(Fields part, String type) {
        foreign.add(part.path() + "type: " + type);
        return null;
    }

    private List<ToolCall> calls(Fields message) {
        List<ToolCall> calls = new ArrayList<>();
        for (Fields call : message.objects("tool_calls", "an object with id and function")) {
            String type = call.text("type");
            if (type != null && !type.equals("function")) {
                foreign.add(call.path() + "type: " + type);
                continue;
            }
            Fields function = call.within("function", "an object with name and arguments");
            String arguments = function.text("arguments");
            calls.add(new ToolCall(call.required("id", "the call's id"),
                    function.required("name", "the function's name"), arguments == null ? "" : arguments));
        }
        return calls;
    }
}
