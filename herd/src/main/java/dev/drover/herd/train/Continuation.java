package dev.drover.herd.train;

import java.util.Arrays;

/** A prompt and what greedy choice has added to it so far. */
final class Continuation {

    private final int slot;
    private final int end;
    private final int promptLength;
    private final int[] tokens;
    private int length;
    private int fed;
    private boolean ended;

    Continuation(int slot, int[] prompt, int most, int end) {
        this.slot = slot;
        this.end = end;
        promptLength = prompt.length;
        tokens = Arrays.copyOf(prompt, prompt.length + most);
        length = prompt.length;
    }

    int slot() {
        return slot;
    }

    /** Whether tokens are still to be fed. */
    boolean isOpen() {
        return !ended && fed < tokens.length;
    }

    /** The token to feed next. */
    int token() {
        return tokens[fed];
    }

    /** Its position. */
    int position() {
        return fed;
    }

    /** Takes the logits after the fed token: adds the largest one's token when the prompt is done. */
    void choose(float[] logits, int at, int vocabulary) {
        fed++;
        if (fed < length) {
            return;
        }
        int best = 0;
        for (int i = 1; i < vocabulary; i++) {
            if (logits[at + i] > logits[at + best]) {
                best = i;
            }
        }
        if (best == end || length == tokens.length) {
            ended = true;
        } else {
            tokens[length++] = best;
        }
    }

    /** The added tokens. */
    int[] added() {
        return Arrays.copyOfRange(tokens, promptLength, length);
    }
}
