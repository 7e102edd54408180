package dev.drover.inference;

/**
 * What an answer took, in tokens. As a part it comes after {@link AnswerPart.Finish}, once an answer.
 *
 * @param promptTokens tokens of the prompt, those from and to a cache among them, at least 0
 * @param completionTokens tokens produced, those of reasoning among them, at least 0
 * @param cachedTokens of the prompt's tokens those whose state was reused, at least 0
 * @param cacheWrittenTokens of the prompt's tokens those whose state a provider kept for later, at least 0
 * @param reasoningTokens of the tokens produced those of reasoning, at least 0
 */
public record Usage(int promptTokens, int completionTokens, int cachedTokens, int cacheWrittenTokens,
        int reasoningTokens) implements AnswerPart {

    /** Nothing used. */
    public static final Usage NONE = new Usage(0, 0, 0);

    /** Usage where no cache was written and nothing was thought. */
    public Usage(int promptTokens, int completionTokens, int cachedTokens) {
        this(promptTokens, completionTokens, cachedTokens, 0, 0);
    }

    /** Prompt and completion together. */
    public int totalTokens() {
        return promptTokens + completionTokens;
    }

    /** This and another together. */
    public Usage plus(Usage other) {
        return new Usage(promptTokens + other.promptTokens, completionTokens + other.completionTokens,
                cachedTokens + other.cachedTokens, cacheWrittenTokens + other.cacheWrittenTokens,
                reasoningTokens + other.reasoningTokens);
    }

    /** What was produced alone. */
    public Usage withoutPrompt() {
        return new Usage(0, completionTokens, 0, 0, reasoningTokens);
    }
}
