package dev.drover.inference.token;

/**
 * A change of a model's logits that depends on the answer so far: penalties, or a grammar that lets some tokens through
 * alone. A decoding method puts it around each sequence that it opens, so that it comes before anything else looks at
 * logits: before temperature and cuts, and before any rule that compares two models. Cutting back a rejected draft takes its
 * own state back too. Safe for use by many threads.
 */
@FunctionalInterface
public interface Adjustment {

    /** No change. */
    Adjustment NONE = (sequence, promptLength) -> sequence;

    /**
     * A sequence whose logits are changed. Closing it closes the other.
     *
     * @param sequence an empty one
     * @param promptLength how many of its first tokens are no part of the answer; rows before the last of them stay as
     *            they are
     */
    TokenSequence around(TokenSequence sequence, int promptLength);

    /** This one, then another on what it gives. */
    default Adjustment then(Adjustment other) {
        return (sequence, promptLength) -> other.around(around(sequence, promptLength), promptLength);
    }
}
