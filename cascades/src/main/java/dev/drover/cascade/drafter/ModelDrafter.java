package dev.drover.cascade.drafter;

import dev.drover.inference.token.Constraint;
import dev.drover.inference.token.Logits;
import dev.drover.inference.token.SequenceOptions;
import dev.drover.inference.token.TokenModel;
import dev.drover.inference.token.TokenSequence;
import java.util.Arrays;

/**
 * A small model that drafts.
 *
 * @param model the model, with the tokens of those it drafts for
 */
public record ModelDrafter(TokenModel model) implements Drafter {

    @Override
    public String name() {
        return model.name();
    }

    @Override
    public int contextLength() {
        return model.contextLength();
    }

    @Override
    public boolean hasConfidence() {
        return true;
    }

    @Override
    public void check(TokenModel verifier) {
        String small = model.vocabulary().identity();
        String large = verifier.vocabulary().identity();
        if (!small.equals(large)) {
            throw new IllegalArgumentException(
                    "drafter: " + model.name() + " has the tokens " + small + " (expected: those of verifier "
                            + verifier.name() + ", " + large + "); pair models that were trained with one tokenizer");
        }
    }

    @Override
    public DraftSequence open(SequenceOptions options, TokenModel verifier, Constraint constraint, int promptLength) {
        return new Running(constraint.around(model.open(options), promptLength));
    }

    /** The model is handed what it has not seen in one piece; the last token kept is always among that. */
    private record Running(TokenSequence sequence) implements DraftSequence {

        @Override
        public Logits next(int[] tokens, int length) {
            return sequence.extend(Arrays.copyOfRange(tokens, sequence.length(), length), 1);
        }

        @Override
        public void keep(int length) {
            if (sequence.length() >= length) {
                sequence.truncate(length - 1);
            }
        }

        @Override
        public void close() {
            sequence.close();
        }
    }
}
