package dev.drover.gateway.wire.responses;

import dev.drover.gateway.wire.ChatCall;
import dev.drover.gateway.wire.ChatRequestReader;
import dev.drover.gateway.wire.ChatTools;
import dev.drover.gateway.wire.Fields;
import dev.drover.gateway.wire.Json;
import dev.drover.gateway.wire.RequestText;
import dev.drover.inference.AnswerFormat;
import dev.drover.inference.AnswerOptions;
import dev.drover.inference.ApiForm;
import dev.drover.inference.ChatRequest;
import dev.drover.inference.InferenceFailure.Rejected;
import dev.drover.inference.Message;
import dev.drover.inference.RequestBody;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request for a response.
 *
 * @param body as it came
 * @param items its input, as items
 * @param previous the response it goes on from; null when it begins
 * @param store whether the response shall be kept
 */
public record ResponsesRequest(RequestText body, ArrayNode items, @Nullable String previous, boolean store) {

    /** What is kept elsewhere, for whoever shares the provider's key. */
    private static final String NOT_HERE = "conversation";

    /**
     * Reads a request.
     *
     * @throws Rejected when it is none, or asks for what cannot be done here
     */
    public static ResponsesRequest read(ByteBuffer bytes) {
        RequestText body = RequestText.read(bytes, "model and input");
        Fields fields = body.fields();
        body.model();
        if (fields.get(NOT_HERE) != null) {
            throw new Rejected(400, "unsupported_field", NOT_HERE,
                    NOT_HERE + ": given (expected: none); send the whole input, or go on from previous_response_id");
        }
        if (fields.flag("background")) {
            throw new Rejected(400, "unsupported_field", "background",
                    "background: true (expected: false); ask for a stream instead");
        }
        JsonNode store = fields.get("store");
        return new ResponsesRequest(body, items(fields), fields.text("previous_response_id"),
                store == null || fields.flag("store"));
    }

    private static ArrayNode items(Fields fields) {
        ArrayNode items = Json.mapper().createArrayNode();
        JsonNode input = fields.get("input");
        String expected = "a text or a list of at least one item";
        if (input == null) {
            throw fields.missing("input", expected);
        }
        if (input.isString()) {
            items.addObject().put("type", "message").put("role", "user").put("content", input.stringValue());
        } else if (!input.isArray() || input.isEmpty()) {
            throw fields.wrong("input", input, expected);
        } else {
            fields.objects("input", "an item").forEach(item -> items.add(item.object()));
        }
        return items;
    }

    /**
     * The call that it is.
     *
     * @param before the items of the conversation so far
     */
    public ChatCall after(ArrayNode before) {
        Fields fields = body.fields();
        List<String> foreign = new ArrayList<>();
        if (fields.get("prompt") != null) {
            foreign.add("prompt: given");
        }
        List<Message> messages = new ArrayList<>();
        String instructions = fields.text("instructions");
        if (instructions != null && !instructions.isEmpty()) {
            messages.add(Message.system(instructions));
        }
        ItemReader reader = new ItemReader(foreign);
        messages.addAll(reader.read("previous_response_id", before, "input", items));
        if (messages.stream().allMatch(message -> message.role().equals("system"))) {
            throw fields.wrong("input", items, "at least one message of a user");
        }
        Long alternatives = fields.whole("top_logprobs", 0, 20);
        if (alternatives != null && alternatives > 0) {
            foreign.add("top_logprobs: " + alternatives);
        }
        Long limit = fields.whole("max_output_tokens", 1, Integer.MAX_VALUE);
        AnswerOptions options = new AnswerOptions(
                ChatTools.tools(fields, foreign, "an object with type", tool -> tool,
                        "auto, none, required, or a function", choice -> choice),
                format(fields, foreign), 1, null, effort(fields), fields.text("user"), foreign);
        ChatRequest request = new ChatRequest(body.model(), messages, ChatRequestReader.sampling(fields),
                limit == null ? null : Integer.valueOf(limit.intValue()), List.of(), options, false,
                new RequestBody(ApiForm.RESPONSES, text(before)));
        return new ChatCall(request, fields.flag("stream"), true);
    }

    /** The body with its whole conversation as input, for a provider that speaks this form and keeps nothing for us. */
    private String text(ArrayNode before) {
        if (before.isEmpty()) {
            return body.text();
        }
        ArrayNode whole = Json.mapper().createArrayNode();
        for (JsonNode item : before) {
            boolean hidden = item.path("type").asString("").equals("reasoning")
                    && !item.path("encrypted_content").isString();
            if (!hidden && item instanceof ObjectNode object) {
                whole.add(object.deepCopy().without(List.of("id", "status")));
            }
        }
        return ((ObjectNode) body.tree()).deepCopy().set("input", whole.addAll(items)).toString();
    }

    private static @Nullable String effort(Fields fields) {
        JsonNode reasoning = fields.object("reasoning");
        return reasoning == null ? null : new Fields("reasoning.", reasoning).text("effort");
    }

    private static AnswerFormat format(Fields fields, List<String> foreign) {
        JsonNode text = fields.object("text");
        if (text == null || text.path("format").isMissingNode() || text.path("format").isNull()) {
            return AnswerFormat.TEXT;
        }
        Fields format = new Fields("text.", text).within("format", "an object with type");
        String type = format.required("type", "text, json_object or json_schema");
        return switch (type) {
            case "text" -> AnswerFormat.TEXT;
            case "json_object" -> AnswerFormat.JSON;
            case "json_schema" -> ChatTools.schema(format);
            default -> {
                foreign.add("text.format.type: " + type);
                yield AnswerFormat.TEXT;
            }
        };
    }
}
