package dev.drover.gateway.roster;

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
    static @Nullable Rejected refusal(ChatRequest request, Answerer one) {
        Rejected refusal = refusal(request, one.name());
        return refusal != null ? refusal : one.client().refusal(request);
    }

    private static @Nullable Rejected refusal(ChatRequest request, String model) {
        AnswerOptions options = request.options();
        if (!options.foreign().isEmpty()) {
            String first = options.foreign().getFirst();
            return refused(first.substring(0, first.indexOf(": ")), first, "nothing of the kind", model);
        }
        return messages(request.messages(), model);
    }

    private static @Nullable Rejected messages(List<Message> messages, String model) {
        for (int i = 0; i < messages.size(); i++) {
            String path = "messages[" + i + "]";
            if (messages.get(i).hasMedia()) {
                return refused("messages", path + ".content: parts that are no text", "text", model);
            }
        }
        return null;
    }

    private static Rejected refused(String field, String given, String expected, String model) {
        return new Rejected(400, "invalid_value", field, given + " (expected: " + expected + ", for model " + model
                + ", which runs here); choose a model of a provider that can do it");
    }
}
