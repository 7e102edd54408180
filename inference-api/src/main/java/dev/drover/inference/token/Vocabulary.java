package dev.drover.inference.token;

/** A model's tokens: text to token ids and back. Safe for use by many threads. */
public interface Vocabulary {

    /** The number of tokens. */
    int size();

    /**
     * The tokens of a text. Marks such as {@code <|end|>} in it are ordinary characters, so that a user cannot forge
     * the conversation's structure.
     */
    int[] encode(String text);

    /**
     * The bytes a token stands for, in UTF-8; a character may be spread over several tokens. Empty for control tokens.
     * The array is the caller's.
     */
    byte[] bytes(int token);

    /**
     * The token that a mark of the conversation's structure is, such as {@code [TOOL_CALLS]}; -1 where it is none, and
     * ordinary characters if anything.
     */
    default int mark(String text) {
        return -1;
    }

    /** Whether a token ends the answer. */
    boolean endsAnswer(int token);

    /** A digest of the tokens: models with the same one share their ids, so that one can draft for the other. */
    String identity();
}
