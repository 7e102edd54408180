package dev.drover.inference;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What an application asks a model, whatever form it came in. The body is kept as raw text, so that fields Drover does
 * not know reach a provider that speaks the same form unchanged.
 *
 * @param model the model asked for: a name, an alias or {@code auto}
 * @param messages the conversation, oldest first; at least one
 * @param sampling what the request says about sampling
 * @param maxTokens how many tokens the answer may have; null for as many as fit
 * @param stop texts that end the answer and are not part of it; at most 4
 * @param options what is wanted of the answer besides text
 * @param verbatim whether the messages' text shall be continued as it stands, instead of a conversation be answered
 * @param body the request as it came; null when it was made here
 */
public record ChatRequest(String model, List<Message> messages, Sampling sampling, @Nullable Integer maxTokens,
        List<String> stop, AnswerOptions options, boolean verbatim, @Nullable RequestBody body) {

    /** Copies the lists. */
    public ChatRequest {
        messages = List.copyOf(messages);
        stop = List.copyOf(stop);
    }

    /** A request for one answer in text. */
    public ChatRequest(String model, List<Message> messages, Sampling sampling, @Nullable Integer maxTokens,
            List<String> stop, @Nullable RequestBody body) {
        this(model, messages, sampling, maxTokens, stop, AnswerOptions.PLAIN, false, body);
    }

    /** A request made here: a conversation, the model's own sampling, one answer of any length. */
    public static ChatRequest of(String model, List<Message> messages) {
        return new ChatRequest(model, messages, Sampling.UNSET, null, List.of(), AnswerOptions.PLAIN, false, null);
    }

    /** A request made here: one user message, the model's own sampling. */
    public static ChatRequest of(String model, String prompt) {
        return of(model, List.of(Message.user(prompt)));
    }

    /** The same request to another model. */
    public ChatRequest withModel(String name) {
        return new ChatRequest(name, messages, sampling, maxTokens, stop, options, verbatim, body);
    }

    /** The same request with another conversation. Its body, which tells the old one, is dropped. */
    public ChatRequest withMessages(List<Message> others) {
        return new ChatRequest(model, others, sampling, maxTokens, stop, options, verbatim, null);
    }

    /** The same request with other sampling. */
    public ChatRequest withSampling(Sampling other) {
        return new ChatRequest(model, messages, other, maxTokens, stop, options, verbatim, body);
    }

    /** The same request with another limit on the answer's tokens. */
    public ChatRequest withMaxTokens(@Nullable Integer limit) {
        return new ChatRequest(model, messages, sampling, limit, stop, options, verbatim, body);
    }

    /** The same request with other texts that end the answer. */
    public ChatRequest withStop(List<String> texts) {
        return new ChatRequest(model, messages, sampling, maxTokens, texts, options, verbatim, body);
    }

    /** The same request with other wishes about its answer. */
    public ChatRequest withOptions(AnswerOptions other) {
        return new ChatRequest(model, messages, sampling, maxTokens, stop, other, verbatim, body);
    }

    /** The same request, whose messages' text is to be continued as it stands. */
    public ChatRequest continued() {
        return new ChatRequest(model, messages, sampling, maxTokens, stop, options, true, body);
    }

    /** The same request as it came in a body. */
    public ChatRequest withBody(@Nullable RequestBody original) {
        return new ChatRequest(model, messages, sampling, maxTokens, stop, options, verbatim, original);
    }

    /** The body, if it came in a form; else null. */
    public @Nullable String bodyIn(ApiForm form) {
        return body != null && body.form() == form ? body.json() : null;
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
