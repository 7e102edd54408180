package dev.drover.inference;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A typed view of a chat completion request over the body it came in. The body is kept as raw text, so that fields
 * Drover does not know reach a provider that speaks the same form unchanged.
 *
 * @param model the model asked for: a name, an alias or {@code auto}
 * @param messages the conversation, oldest first; at least one
 * @param sampling what the request says about sampling
 * @param maxTokens how many tokens the answer may have; null for as many as fit
 * @param stop texts that end the answer and are not part of it; at most 4
 * @param body the request's JSON as it came; null when the request was made here
 */
public record ChatRequest(String model, List<Message> messages, Sampling sampling, @Nullable Integer maxTokens,
        List<String> stop, @Nullable String body) {

    /** Copies the lists. */
    public ChatRequest {
        messages = List.copyOf(messages);
        stop = List.copyOf(stop);
    }

    /** A request made here: one user message, the model's own sampling. */
    public static ChatRequest of(String model, String prompt) {
        return new ChatRequest(model, List.of(Message.user(prompt)), Sampling.UNSET, null, List.of(), null);
    }

    /** The same request to another model. */
    public ChatRequest withModel(String name) {
        return new ChatRequest(name, messages, sampling, maxTokens, stop, body);
    }

    /** The same request with other sampling. */
    public ChatRequest withSampling(Sampling other) {
        return new ChatRequest(model, messages, other, maxTokens, stop, body);
    }

    /** The same request with another limit on the answer's tokens. */
    public ChatRequest withMaxTokens(@Nullable Integer limit) {
        return new ChatRequest(model, messages, sampling, limit, stop, body);
    }

    /** The text of the last user message; empty when there is none. */
    public String lastUserText() {
        return messages.reversed()
                .stream()
                .filter(message -> message.role().equals("user"))
                .findFirst()
                .map(Message::content)
                .orElse("");
    }
}
