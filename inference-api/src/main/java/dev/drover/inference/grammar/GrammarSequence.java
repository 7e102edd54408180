package dev.drover.inference.grammar;

import dev.drover.inference.InferenceFailure;
import dev.drover.inference.token.Logits;
import dev.drover.inference.token.TokenSequence;

/** A sequence that says minus infinity to every token which a grammar does not allow. */
final class GrammarSequence implements TokenSequence {

    private final TokenSequence inner;
    private final int promptLength;
    private final TokenGrammar.Walk walk;
    private float[] masked = {};

    GrammarSequence(TokenSequence inner, int promptLength, TokenGrammar.Walk walk) {
        this.inner = inner;
        this.promptLength = promptLength;
        this.walk = walk;
    }

    @Override
    public int length() {
        return inner.length();
    }

    @Override
    public Logits extend(int[] tokens, int positions) {
        int before = inner.length();
        Logits rows = inner.extend(tokens, positions);
        int size = rows.size();
        if (masked.length < positions * size) {
            masked = new float[positions * size];
        }
        try {
            mask(rows, tokens, before, positions);
        } catch (InvalidGrammar tooLarge) {
            throw new InferenceFailure.Broken("grammar_too_large", String.valueOf(tooLarge.getMessage()), tooLarge);
        }
        return new Logits(masked, positions, size);
    }

    private void mask(Logits rows, int[] tokens, int before, int positions) {
        int first = tokens.length - positions;
        for (int i = 0; i < tokens.length; i++) {
            int answered = before + i + 1 - promptLength;
            if (answered > 0) {
                walk.accept(tokens[i]);
            }
            if (i >= first) {
                copy(rows, i - first, answered >= 0);
            }
        }
    }

    private void copy(Logits rows, int row, boolean answers) {
        int size = rows.size();
        if (!answers) {
            System.arraycopy(rows.values(), rows.offset(row), masked, row * size, size);
            return;
        }
        TokenMask mask = walk.mask();
        if (mask.isEmpty()) {
            throw new InferenceFailure.Broken("grammar_dead_end",
                    "grammar: after " + walk.length() + " tokens of the answer none can be next (expected: a grammar "
                            + "whose texts this model's tokens can write); nest less deep, or use plain characters",
                    null);
        }
        mask.copy(rows.values(), rows.offset(row), masked, row * size, size);
    }

    @Override
    public void truncate(int length) {
        inner.truncate(length);
        walk.truncate(Math.max(0, length - promptLength));
    }

    @Override
    public TokenSequence fork() {
        return new GrammarSequence(inner.fork(), promptLength, walk.fork());
    }

    @Override
    public int reused() {
        return inner.reused();
    }

    @Override
    public void close() {
        inner.close();
    }
}
