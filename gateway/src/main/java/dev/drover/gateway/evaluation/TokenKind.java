package dev.drover.gateway.evaluation;

import dev.drover.inference.token.Vocabulary;
import java.nio.charset.StandardCharsets;

/** What a token of an answer is for its reader. */
enum TokenKind {

    /** The answer's first token, whatever it is. */
    FIRST,
    /** Digits alone, perhaps after a space. */
    DIGITS,
    /** Letters, perhaps with others. */
    WORDS,
    /** Punctuation, spaces, line ends, and the mark of the answer's end. */
    FORMAT;

    /**
     * The kind of a token.
     *
     * @param index its place in the answer, from 0
     */
    static TokenKind of(Vocabulary vocabulary, int token, int index) {
        if (index == 0) {
            return FIRST;
        }
        String text = new String(vocabulary.bytes(token), StandardCharsets.UTF_8).strip();
        if (text.chars().anyMatch(Character::isLetter)) {
            return WORDS;
        }
        return !text.isEmpty() && text.chars().allMatch(Character::isDigit) ? DIGITS : FORMAT;
    }
}
