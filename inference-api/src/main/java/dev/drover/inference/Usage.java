package dev.drover.inference;

/**
 * What an answer took, in tokens. As a part it comes after {@link AnswerPart.Finish}, once an answer.
 *
 * @param promptTokens tokens of the prompt, at least 0
 * @param completionTokens tokens produced, at least 0
 * @param cachedTokens of the prompt's tokens those whose state was reused, at least 0
 */
public record Usage(int promptTokens, int completionTokens, int cachedTokens) implements AnswerPart {

    /** Nothing used. */
    public static final Usage NONE = new Usage(0, 0, 0);

    /** Prompt and completion together. */
    public int totalTokens() {
        return promptTokens + completionTokens;
    }
}
