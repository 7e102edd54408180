package dev.drover.cascade.drafter;

import dev.drover.inference.token.SequenceOptions;
import dev.drover.inference.token.TokenModel;
import dev.drover.inference.token.TokenSequence;

/**
 * A small model that drafts.
 *
 * @param model the model, with the tokens of those it drafts for
 */
public record ModelDrafter(TokenModel model) implements Drafter {

    /** A small model that drafts for a large one: token by token where they share these, else text by text. */
    public static Drafter of(TokenModel model, TokenModel verifier) {
        boolean shared = model.vocabulary().identity().equals(verifier.vocabulary().identity());
        return shared ? new ModelDrafter(model) : new RetokenizingDrafter(model);
    }

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
    public TokenSequence open(SequenceOptions options, int promptLength, TokenModel verifier) {
        return model.open(options);
    }
}
