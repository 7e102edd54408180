package dev.drover.inference.token;

import java.util.Arrays;

/** A sequence whose logits bear {@link Penalties}: what stands in the answer is counted anew for each row. */
final class PenalizedSequence extends AdjustedSequence {

    private final Penalties penalties;
    private int[] answer = new int[16];
    private int length;
    /** By token the number of the last row that counted it. */
    private int[] seen = new int[0];
    private int round;

    PenalizedSequence(TokenSequence inner, int promptLength, Penalties penalties) {
        super(inner, promptLength);
        this.penalties = penalties;
    }

    @Override
    protected void accept(int token) {
        if (length == answer.length) {
            answer = Arrays.copyOf(answer, 2 * length);
        }
        answer[length++] = token;
    }

    @Override
    protected void forget(int tokens) {
        length = Math.min(length, tokens);
    }

    @Override
    protected void adjust(float[] logits, int at, int size) {
        if (seen.length < size) {
            seen = new int[size];
        }
        round++;
        for (int i = 0; i < length; i++) {
            int token = answer[i];
            double loss = penalties.frequency();
            if (seen[token] != round) {
                seen[token] = round;
                loss += penalties.presence();
            }
            logits[at + token] = (float) (logits[at + token] - loss);
        }
        penalties.bias().forEach((token, bias) -> logits[at + token] = (float) (logits[at + token] + bias));
    }

    @Override
    protected AdjustedSequence around(TokenSequence other, int prompt) {
        PenalizedSequence copy = new PenalizedSequence(other, prompt, penalties);
        copy.answer = answer.clone();
        copy.length = length;
        return copy;
    }
}
