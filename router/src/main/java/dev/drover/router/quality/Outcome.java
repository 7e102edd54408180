package dev.drover.router.quality;

import dev.drover.inference.Message;
import java.util.List;
import java.util.Map;

/**
 * How well models answered one conversation.
 *
 * @param group what the conversation is about, such as a domain; only evaluations look at it
 * @param messages the conversation, oldest first
 * @param quality by model, 0 (wrong) to 1 (right); models that were not asked are left out
 */
public record Outcome(String group, List<Message> messages, Map<String, Double> quality) {

    /** Copies what is given and checks the range. */
    public Outcome {
        messages = List.copyOf(messages);
        quality = Map.copyOf(quality);
        quality.forEach((model, value) -> {
            if (!(value >= 0 && value <= 1)) {
                throw new IllegalArgumentException(
                        "quality." + model + ": " + value + " (expected: a number from 0 to 1)");
            }
        });
    }

    /** The outcome of one user's message. */
    public static Outcome of(String group, String prompt, Map<String, Double> quality) {
        return new Outcome(group, List.of(Message.user(prompt)), quality);
    }
}
