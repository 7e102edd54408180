package dev.drover.inference.token;

import java.util.Arrays;

/** A sequence whose logits bear {@link Penalties}: what stands in the answer is counted anew for each row. */
final class PenalizedSequence implements TokenSequence {

    private final TokenSequence inner;
    private final int promptLength;
    private final Penalties penalties;
    private int[] answer = new int[16];
    private float[] values = new float[0];
    /** By token the number of the last row that counted it. */
    private int[] seen = new int[0];
    private int round;

    PenalizedSequence(TokenSequence inner, int promptLength, Penalties penalties) {
        this.inner = inner;
        this.promptLength = promptLength;
        this.penalties = penalties;
    }

    @Override
    public int length() {
        return inner.length();
    }

    @Override
    public Logits extend(int[] tokens, int positions) {
        int before = inner.length();
        Logits rows = inner.extend(tokens, positions);
        int after = inner.length();
        if (answer.length < after - promptLength) {
            answer = Arrays.copyOf(answer, 2 * (after - promptLength));
        }
        for (int i = Math.max(before, promptLength); i < after; i++) {
            answer[i - promptLength] = tokens[i - before];
        }
        if (values.length < positions * rows.size()) {
            values = new float[positions * rows.size()];
            seen = new int[rows.size()];
        }
        for (int row = 0; row < positions; row++) {
            int at = row * rows.size();
            System.arraycopy(rows.values(), rows.offset(row), values, at, rows.size());
            int end = after - positions + row + 1 - promptLength;
            if (end >= 0) {
                penalize(at, end);
            }
        }
        return new Logits(values, positions, rows.size());
    }

    private void penalize(int at, int end) {
        round++;
        for (int i = 0; i < end; i++) {
            int token = answer[i];
            double loss = penalties.frequency();
            if (seen[token] != round) {
                seen[token] = round;
                loss += penalties.presence();
            }
            values[at + token] = (float) (values[at + token] - loss);
        }
        penalties.bias().forEach((token, bias) -> values[at + token] = (float) (values[at + token] + bias));
    }

    @Override
    public void truncate(int length) {
        inner.truncate(length);
    }

    @Override
    public TokenSequence fork() {
        PenalizedSequence fork = new PenalizedSequence(inner.fork(), promptLength, penalties);
        fork.answer = answer.clone();
        return fork;
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
