package dev.drover.engine.tokenizer;

import dev.drover.inference.token.Vocabulary;

/**
 * The tokens of a model file.
 *
 * <p>
 * {@link #encode} finds user-defined tokens, such as runs of blanks, but never a control token: a user who writes
 * {@code <|end|>} gets its characters. Neither method adds a token at the beginning or the end; a vocabulary of
 * SentencePiece's kind puts a blank before the text where the model wants one.
 */
public interface GgufVocabulary extends Vocabulary {

    /** The tokens of a text in which the texts of control tokens stand for those tokens. */
    int[] encodeWithSpecials(String text);

    /** The token with which a text begins; -1 if there is none. */
    int bos();

    /** The token with which a text ends; -1 if there is none. */
    int eos();

    /** Whether the model wants {@link #bos} before a text; then there is one. */
    boolean addsBos();

    /** Whether the model wants {@link #eos} behind a text; then there is one. */
    boolean addsEos();

    /** A token as the model file writes it. */
    String text(int token);

    /** Whether a token is part of a conversation's structure, and no text. */
    boolean isControl(int token);
}
