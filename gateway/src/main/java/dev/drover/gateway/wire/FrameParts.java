package dev.drover.gateway.wire;

import dev.drover.inference.AnswerPart;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Turns a provider's frame, a chunk or a whole completion, into the parts it stands for. Usage is not among them: see
 * {@link FrameScan#usage()}.
 */
public final class FrameParts {

    private FrameParts() {}

    /**
     * The parts of a frame, in order.
     *
     * @param data a JSON object
     */
    public static List<AnswerPart> of(String data) {
        List<AnswerPart> parts = new ArrayList<>();
        JsonNode frame = Json.mapper().readTree(data);
        for (JsonNode choice : frame.path("choices")) {
            int index = choice.path("index").asInt(0);
            JsonNode delta = choice.has("delta") ? choice.path("delta") : choice.path("message");
            text(delta, delta.has("reasoning_content") ? "reasoning_content" : "reasoning",
                    text -> parts.add(new AnswerPart.Reasoning(index, text)));
            text(delta, "content", text -> parts.add(new AnswerPart.Text(index, text)));
            text(choice, "text", text -> parts.add(new AnswerPart.Text(index, text)));
            text(delta, "refusal", text -> parts.add(new AnswerPart.Refusal(index, text)));
            calls(index, delta.path("tool_calls"), parts);
            if (choice.path("logprobs").isObject()) {
                parts.add(new AnswerPart.Logprobs(index, choice.path("logprobs").toString()));
            }
            text(choice, "finish_reason", reason -> parts.add(new AnswerPart.Finish(index, reason)));
        }
        return parts;
    }

    private static void calls(int choice, JsonNode calls, List<AnswerPart> parts) {
        int position = 0;
        for (JsonNode call : calls) {
            JsonNode function = call.path("function");
            parts.add(new AnswerPart.ToolCallDelta(choice, call.path("index").asInt(position++), string(call, "id"),
                    string(function, "name"), function.path("arguments").asString("")));
        }
    }

    private static @Nullable String string(JsonNode object, String field) {
        return object.path(field).isString() ? object.path(field).stringValue() : null;
    }

    private static void text(JsonNode object, String field, java.util.function.Consumer<String> use) {
        String text = string(object, field);
        if (text != null && !text.isEmpty()) {
            use.accept(text);
        }
    }
}
