package dev.drover.engine.tokenizer;

import dev.drover.inference.token.Vocabulary;
import java.util.BitSet;

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

    /**
     * The tokens of a text of which a part is structure: the texts of control tokens stand for those tokens where each
     * of their characters is structure, and are ordinary characters elsewhere. Merges reach over the borders between
     * structure and content as if they were one text, as they did when the model was trained.
     *
     * @param text a rendered conversation
     * @param structure which of its characters a template wrote
     */
    int[] encodeWithSpecials(String text, BitSet structure);

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
