package dev.drover.engine.tokenizer;

import java.util.Arrays;

/** A growing list of tokens. */
final class TokenList {

    private int[] tokens = new int[16];
    private int size;

    void add(int token) {
        if (size == tokens.length) {
            tokens = Arrays.copyOf(tokens, size * 2);
        }
        tokens[size++] = token;
    }

    int[] toArray() {
        return Arrays.copyOf(tokens, size);
    }
}
