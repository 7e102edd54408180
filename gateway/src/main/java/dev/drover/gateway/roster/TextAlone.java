package dev.drover.gateway.roster;

import dev.drover.inference.AnswerFormat;
import dev.drover.inference.AnswerOptions;
import dev.drover.inference.ChatRequest;
import dev.drover.inference.InferenceFailure.Rejected;
import dev.drover.inference.Message;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What models of this process cannot do: they read text and write text. */
final class TextAlone {

    private TextAlone() {}

    /** Why such a model cannot answer a request; null when it can. */
    static @Nullable Rejected refusal(ChatRequest request, String model) {
        AnswerOptions options = request.options();
        if (!options.foreign().isEmpty()) {
            String first = options.foreign().getFirst();
            return refused(first.substring(0, first.indexOf(": ")), first, "nothing of the kind", model);
        }
        Rejected inMessages = messages(request.messages(), model);
        if (inMessages != null) {
            return inMessages;
        }
        if (options.tools().wanted()) {
            return refused("tools", "tools: a list of " + options.tools().tools().size(), "none", model);
        }
        if (!(options.format() instanceof AnswerFormat.Text)) {
            return refused("response_format",
                    "response_format: "
                            + (options.format() instanceof AnswerFormat.Json ? "json_object" : "json_schema"),
                    "text", model);
        }
        if (options.logprobs() != null) {
            return refused("logprobs", "logprobs: true", "false", model);
        }
        return null;
    }

    private static @Nullable Rejected messages(List<Message> messages, String model) {
        for (int i = 0; i < messages.size(); i++) {
            String path = "messages[" + i + "]";
            if (messages.get(i).hasMedia()) {
                return refused("messages", path + ".content: parts that are no text", "text", model);
            }
            if (!messages.get(i).toolCalls().isEmpty()) {
                return refused("messages", path + ".tool_calls: given", "none", model);
            }
        }
        return null;
    }

    private static Rejected refused(String field, String given, String expected, String model) {
        return new Rejected(400, "invalid_value", field, given + " (expected: " + expected + ", for model " + model
                + ", which runs here); choose a model of a provider that can do it");
    }
}
