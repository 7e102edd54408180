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

    /** Copies logits, those of tokens that are not in the set as minus infinity. */
    void copy(float[] from, int fromOffset, float[] to, int toOffset, int size) {
        for (int first = 0; first < size; first += 64) {
            long word = words[first >> 6];
            int count = Math.min(64, size - first);
            int target = toOffset + first;
            if (word == -1L) {
                System.arraycopy(from, fromOffset + first, to, target, count);
                continue;
            }
            Arrays.fill(to, target, target + count, Float.NEGATIVE_INFINITY);
            for (long rest = word; rest != 0; rest &= rest - 1) {
                int bit = Long.numberOfTrailingZeros(rest);
                to[target + bit] = from[fromOffset + first + bit];
            }
        }
    }
}
