package dev.drover.inference.grammar;

import java.util.Arrays;

/** A set of a vocabulary's tokens. */
final class TokenMask {

    private final long[] words;

    TokenMask(int size) {
        this.words = new long[(size + 63) >> 6];
    }

    void add(int token) {
        words[token >> 6] |= 1L << token;
    }

    boolean contains(int token) {
        return (words[token >> 6] & 1L << token) != 0;
    }

    void addAll(TokenMask other) {
        for (int i = 0; i < words.length; i++) {
            words[i] |= other.words[i];
        }
    }

    boolean isEmpty() {
        return Arrays.stream(words).allMatch(word -> word == 0);
    }

    /** Makes the logits of tokens that are not in the set minus infinity. */
    void apply(float[] logits, int at, int size) {
        for (int first = 0; first < size; first += 64) {
            long word = words[first >> 6];
            int count = Math.min(64, size - first);
            if (word == 0) {
                Arrays.fill(logits, at + first, at + first + count, Float.NEGATIVE_INFINITY);
                continue;
            }
            for (long out = ~word & (-1L >>> (64 - count)); out != 0; out &= out - 1) {
                logits[at + first + Long.numberOfTrailingZeros(out)] = Float.NEGATIVE_INFINITY;
            }
        }
    }
}
