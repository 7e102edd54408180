package dev.drover.inference.token;

/** A sequence with something done to its logits that depends on the answer so far. */
public abstract class AdjustedSequence implements TokenSequence {

    private final TokenSequence inner;
    private final int promptLength;
    private float[] values = new float[0];

    /**
     * Stands around a sequence.
     *
     * @param inner the sequence, closed with this one
     * @param promptLength how many of its first tokens are no part of the answer
     */
    protected AdjustedSequence(TokenSequence inner, int promptLength) {
        this.inner = inner;
        this.promptLength = promptLength;
    }

    /** The answer goes on by a token. */
    protected abstract void accept(int token);

    /** The answer is cut back to so many tokens, if it has more. */
    protected abstract void forget(int tokens);

    /**
     * Changes the logits after the answer so far.
     *
     * @param logits holds them
     * @param at where they begin
     * @param size how many they are
     */
    protected abstract void adjust(float[] logits, int at, int size);

    /** The same around another sequence, with the same answer so far. */
    protected abstract AdjustedSequence around(TokenSequence other, int prompt);

    @Override
    public final int length() {
        return inner.length();
    }

    @Override
    public final Logits extend(int[] tokens, int positions) {
        int before = inner.length();
        Logits rows = inner.extend(tokens, positions);
        int size = rows.size();
        if (values.length < positions * size) {
            values = new float[positions * size];
        }
        int first = tokens.length - positions;
        for (int i = 0; i < tokens.length; i++) {
            int answered = before + i + 1 - promptLength;
            if (answered > 0) {
                accept(tokens[i]);
            }
            if (i >= first) {
                int at = (i - first) * size;
                System.arraycopy(rows.values(), rows.offset(i - first), values, at, size);
                if (answered >= 0) {
                    adjust(values, at, size);
                }
            }
        }
        return new Logits(values, positions, size);
    }

    @Override
    public final void truncate(int length) {
        inner.truncate(length);
        forget(Math.max(0, length - promptLength));
    }

    @Override
    public final TokenSequence fork() {
        return around(inner.fork(), promptLength);
    }

    @Override
    public final int reused() {
        return inner.reused();
    }

    @Override
    public final void close() {
        inner.close();
    }
}
