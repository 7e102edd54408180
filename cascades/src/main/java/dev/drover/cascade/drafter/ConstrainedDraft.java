package dev.drover.cascade.drafter;

import dev.drover.inference.token.Constraint;
import dev.drover.inference.token.Logits;
import dev.drover.inference.token.TokenSequence;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Proposals of someone who knows of no constraint; those that one forbids are none. */
final class ConstrainedDraft implements DraftSequence {

    private final DraftSequence proposals;
    private final Proposed proposed = new Proposed();
    private final TokenSequence constrained;

    ConstrainedDraft(DraftSequence proposals, Constraint constraint, int promptLength) {
        this.proposals = proposals;
        this.constrained = constraint.around(proposed, promptLength);
    }

    @Override
    public @Nullable Logits next(int[] tokens, int length) {
        Logits row = proposals.next(tokens, length);
        if (row == null) {
            return null;
        }
        proposed.row = row;
        Logits allowed = constrained.extend(Arrays.copyOfRange(tokens, constrained.length(), length), 1);
        return allowed.at(0, allowed.argmax(0)) == Float.NEGATIVE_INFINITY ? null : allowed;
    }

    @Override
    public void keep(int length) {
        proposals.keep(length);
        if (constrained.length() >= length) {
            constrained.truncate(length - 1);
        }
    }

    @Override
    public void close() {
        proposals.close();
    }

    /** A sequence whose logits are what was proposed last. */
    private static final class Proposed implements TokenSequence {

        private Logits row = new Logits(new float[0], 0, 0);
        private int length;

        @Override
        public int length() {
            return length;
        }

        @Override
        public Logits extend(int[] tokens, int positions) {
            length += tokens.length;
            return row;
        }

        @Override
        public void truncate(int to) {
            length = to;
        }

        @Override
        public TokenSequence fork() {
            Proposed fork = new Proposed();
            fork.row = row;
            fork.length = length;
            return fork;
        }

        @Override
        public void close() {
            // nothing is held
        }
    }
}
