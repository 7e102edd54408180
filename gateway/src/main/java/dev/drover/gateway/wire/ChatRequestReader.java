package dev.drover.gateway.wire;

import dev.drover.inference.ChatRequest;
import dev.drover.inference.InferenceFailure.Rejected;
import dev.drover.inference.Message;
import dev.drover.inference.Sampling;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.JsonNode;

/**
 * Reads the body of a chat completion request. Fields that Drover knows are checked and refused by name, value and what
 * was expected; fields that it does not know are left alone, for a provider may know them.
 */
public final class ChatRequestReader {

    private static final Set<String> ROLES = Set.of("system", "developer", "user", "assistant", "tool", "function");

    private static final int LONGEST_NAME = 256;

    private ChatRequestReader() {}

    /**
     * Reads a request.
     *
     * @param bytes the body, in UTF-8
     * @throws Rejected when it is no JSON object or a known field is wrong
     */
    public static ChatCall read(ByteBuffer bytes) {
        String body = text(bytes);
        JsonNode tree = tree(body);
        Fields fields = new Fields(tree);
        String model = fields.text("model");
        if (model == null || model.isBlank()) {
            throw fields.missing("model", "the name of a model; GET /v1/models lists them");
        }
        if (model.length() > LONGEST_NAME) {
            throw fields.wrong("model", tree.get("model"), "a name of at most " + LONGEST_NAME + " letters");
        }
        ForeignParts foreign = new ForeignParts();
        List<Message> messages = messages(fields, foreign);
        ChatRequest request = new ChatRequest(model, messages, sampling(fields), maxTokens(fields), stop(fields), body);
        boolean stream = fields.flag("stream");
        JsonNode streamOptions = fields.object("stream_options");
        boolean includeUsage = streamOptions != null
                && new Fields("stream_options.", streamOptions).flag("include_usage");
        Long choices = fields.whole("n", 1, 128);
        return new ChatCall(request, stream, includeUsage, choices == null ? 1 : choices.intValue(), foreign.first);
    }

    private static String text(ByteBuffer bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(bytes)
                    .toString();
        } catch (CharacterCodingException invalid) {
            throw new Rejected(400, "invalid_utf8", null,
                    "body: not valid UTF-8 (expected: a JSON object in UTF-8); encode the text as UTF-8");
        }
    }

    private static JsonNode tree(String body) {
        JsonNode tree;
        try {
            tree = Json.mapper().readTree(body);
        } catch (StreamConstraintsException beyond) {
            throw new Rejected(400, "json_too_complex", null,
                    "body: beyond the limits of JSON that is read (expected: " + "at most " + Json.MAX_DEPTH
                            + " levels of nesting and " + Json.MAX_DIGITS + " digits a number); make it simpler");
        } catch (JacksonException malformed) {
            throw new Rejected(400, "invalid_json", null, "body: no valid JSON" + where(malformed) + ": "
                    + firstLine(malformed.getOriginalMessage()) + " (expected: a JSON object)");
        }
        if (!tree.isObject()) {
            throw new Rejected(400, "invalid_json", null,
                    "body: " + Fields.kind(tree) + " (expected: a JSON object with model and messages)");
        }
        return tree;
    }

    private static String where(JacksonException malformed) {
        return malformed.getLocation() == null || malformed.getLocation().getLineNr() < 1 ? ""
                : " at line " + malformed.getLocation().getLineNr() + ", column "
                        + malformed.getLocation().getColumnNr();
    }

    private static String firstLine(@Nullable String message) {
        String line = message == null ? "unreadable" : message.lines().findFirst().orElse("unreadable");
        return line.length() <= 200 ? line : line.substring(0, 200) + "...";
    }

    private static Sampling sampling(Fields fields) {
        Long topK = fields.whole("top_k", 0, Integer.MAX_VALUE);
        return new Sampling(fields.number("temperature", 0, 2), fields.number("top_p", 0, 1),
                topK == null ? null : topK.intValue(), fields.number("min_p", 0, 1),
                fields.whole("seed", Long.MIN_VALUE, Long.MAX_VALUE));
    }

    private static @Nullable Integer maxTokens(Fields fields) {
        Long old = fields.whole("max_tokens", 1, Integer.MAX_VALUE);
        Long current = fields.whole("max_completion_tokens", 1, Integer.MAX_VALUE);
        Long limit = current != null ? current : old;
        return limit == null ? null : limit.intValue();
    }

    private static List<String> stop(Fields fields) {
        JsonNode stop = fields.get("stop");
        if (stop == null) {
            return List.of();
        }
        if (stop.isString()) {
            return stop.stringValue().isEmpty() ? List.of() : List.of(stop.stringValue());
        }
        if (!stop.isArray() || stop.size() > 4) {
            throw fields.wrong("stop", stop, "a text or a list of at most 4 texts");
        }
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < stop.size(); i++) {
            if (!stop.get(i).isString() || stop.get(i).stringValue().isEmpty()) {
                throw fields.wrong("stop[" + i + "]", stop.get(i), "a text that is not empty");
            }
            texts.add(stop.get(i).stringValue());
        }
        return texts;
    }

    private static List<Message> messages(Fields fields, ForeignParts foreign) {
        JsonNode list = fields.get("messages");
        if (list == null) {
            throw fields.missing("messages", "a list of at least one message");
        }
        if (!list.isArray() || list.isEmpty()) {
            throw fields.wrong("messages", list, "a list of at least one message");
        }
        List<Message> messages = new ArrayList<>(list.size());
        for (int i = 0; i < list.size(); i++) {
            String path = "messages[" + i + "]";
            if (!list.get(i).isObject()) {
                throw fields.wrong(path, list.get(i), "an object with role and content");
            }
            messages.add(message(path, list.get(i), foreign));
        }
        return messages;
    }

    private static Message message(String path, JsonNode json, ForeignParts foreign) {
        Fields fields = new Fields(path + ".", json);
        String role = fields.text("role");
        if (role == null) {
            throw fields.missing("role", "one of system, developer, user, assistant, tool");
        }
        if (!ROLES.contains(role)) {
            throw fields.wrong("role", json.get("role"), "one of system, developer, user, assistant, tool");
        }
        JsonNode content = fields.get("content");
        if (content == null && !role.equals("assistant")) {
            throw fields.missing("content", "a text or a list of parts");
        }
        return new Message(role, content == null ? "" : content(path, fields, content, foreign), json.toString());
    }

    private static String content(String path, Fields fields, JsonNode content, ForeignParts foreign) {
        if (content.isString()) {
            return content.stringValue();
        }
        if (!content.isArray()) {
            throw fields.wrong("content", content, "a text or a list of parts");
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < content.size(); i++) {
            Fields part = new Fields(path + ".content[" + i + "].", content.get(i));
            String type = content.get(i).isObject() ? part.text("type") : null;
            if (type == null) {
                throw fields.wrong("content[" + i + "]", content.get(i), "an object with a type, such as text");
            }
            if (type.equals("text")) {
                String piece = part.text("text");
                if (piece == null) {
                    throw part.missing("text", "a text");
                }
                text.append(piece);
            } else {
                foreign.note(path + ".content[" + i + "].type: " + type);
            }
        }
        return text.toString();
    }

    private static final class ForeignParts {

        private @Nullable String first;

        void note(String part) {
            if (first == null) {
                first = part;
            }
        }
    }
}
