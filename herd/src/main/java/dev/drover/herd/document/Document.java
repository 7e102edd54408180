package dev.drover.herd.document;

/**
 * One training text: its tokens from {@code <|bos|>} to the last {@code <|end|>}, and which of them are learned.
 *
 * @param tokens the token ids, in order
 * @param learned for each token, whether predicting it counts in the loss: answer tokens and their end mark do, prompts
 *        do not; same length as {@code tokens}
 */
public record Document(int[] tokens, boolean[] learned) {

    /** Checks that both arrays have the same length and that there is something to learn from. */
    public Document {
        if (tokens.length != learned.length) {
            throw new IllegalArgumentException(
                    "learned: " + learned.length + " entries (expected: one a token, " + tokens.length + ")");
        }
        if (tokens.length < 2) {
            throw new IllegalArgumentException("tokens: " + tokens.length + " (expected: at least 2)");
        }
    }

    /** The number of tokens. */
    public int length() {
        return tokens.length;
    }
}
