package dev.drover.inference.token;

/**
 * What the tokens of an answer may be, such as those of a grammar's texts. A decoding method puts it around each sequence
 * that it opens, and the logits of all other tokens become minus infinity before anything else looks at them: before
 * penalties, temperature and cuts, and before any rule that compares two models. Cutting back a rejected draft takes the
 * constraint's own state back too. Safe for use by many threads.
 */
@FunctionalInterface
public interface Constraint {

    /** Any tokens. */
    Constraint NONE = (sequence, promptLength) -> sequence;

    /**
     * A sequence under the constraint. Closing it closes the other.
     *
     * @param sequence an empty one
     * @param promptLength how many of its first tokens are no part of the answer; rows before the last of them stay as
     *            they are
     */
    TokenSequence around(TokenSequence sequence, int promptLength);
}
