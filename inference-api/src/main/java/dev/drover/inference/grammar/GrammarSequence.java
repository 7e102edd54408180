package dev.drover.inference.grammar;

import dev.drover.inference.InferenceFailure;
import dev.drover.inference.token.AdjustedSequence;
import dev.drover.inference.token.TokenSequence;

/** A sequence that says minus infinity to every token which a grammar does not allow. */
final class GrammarSequence extends AdjustedSequence {

    private final TokenGrammar.Walk walk;

    GrammarSequence(TokenSequence inner, int promptLength, TokenGrammar.Walk walk) {
        super(inner, promptLength);
        this.walk = walk;
    }

    @Override
    protected void accept(int token) {
        try {
            walk.accept(token);
        } catch (InvalidGrammar tooLarge) {
            throw broken(tooLarge);
        }
    }

    @Override
    protected void forget(int tokens) {
        walk.truncate(tokens);
    }

    @Override
    protected void adjust(float[] logits, int at, int size) {
        TokenMask mask;
        try {
            mask = walk.mask();
        } catch (InvalidGrammar tooLarge) {
            throw broken(tooLarge);
        }
        if (mask.isEmpty()) {
            throw new InferenceFailure.Broken("grammar_dead_end",
                    "grammar: after " + walk.length() + " tokens of the answer none can be next (expected: a grammar "
                            + "whose texts this model's tokens can write); nest less deep, or use plain characters",
                    null);
        }
        mask.apply(logits, at, size);
    }

    private static InferenceFailure broken(InvalidGrammar tooLarge) {
        return new InferenceFailure.Broken("grammar_too_large", String.valueOf(tooLarge.getMessage()), tooLarge);
    }

    @Override
    protected AdjustedSequence around(TokenSequence other, int prompt) {
        return new GrammarSequence(other, prompt, walk.fork());
    }
}
