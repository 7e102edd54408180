package dev.drover.inference;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What a request wants of its answer besides text. Not every model can do all of it: who cannot refuses the request and
 * names the field.
 *
 * @param tools what the model may call
 * @param format what the text shall look like
 * @param choices how many answers are wanted, at least 1
 * @param logprobs how many alternatives shall be told with the log-probability of each token, 0 to 20; null for no
 *            log-probabilities
 * @param reasoningEffort how much the model shall think first, such as {@code low}; null when not said
 * @param user who the application's user is, for the provider's protection against misuse; null when not said
 * @param foreign what only a provider that speaks the request's own form understands, each as {@code field: value}
 */
public record AnswerOptions(ToolUse tools, AnswerFormat format, int choices, @Nullable Integer logprobs,
        @Nullable String reasoningEffort, @Nullable String user, List<String> foreign) {

    /** One answer, in text. */
    public static final AnswerOptions PLAIN = new AnswerOptions(ToolUse.NONE, AnswerFormat.TEXT, 1, null, null, null,
            List.of());

    /** Copies the list. */
    public AnswerOptions {
        foreign = List.copyOf(foreign);
    }

    /** The same with another number of answers. */
    public AnswerOptions withChoices(int count) {
        return new AnswerOptions(tools, format, count, logprobs, reasoningEffort, user, foreign);
    }

    /** The same with other tools. */
    public AnswerOptions withTools(ToolUse other) {
        return new AnswerOptions(other, format, choices, logprobs, reasoningEffort, user, foreign);
    }

    /** The same with another format. */
    public AnswerOptions withFormat(AnswerFormat other) {
        return new AnswerOptions(tools, other, choices, logprobs, reasoningEffort, user, foreign);
    }

    /** The same with log-probabilities and so many alternatives of each token, or with none. */
    public AnswerOptions withLogprobs(@Nullable Integer alternatives) {
        return new AnswerOptions(tools, format, choices, alternatives, reasoningEffort, user, foreign);
    }

    /** The same with another effort of thinking. */
    public AnswerOptions withReasoningEffort(@Nullable String effort) {
        return new AnswerOptions(tools, format, choices, logprobs, effort, user, foreign);
    }
}
