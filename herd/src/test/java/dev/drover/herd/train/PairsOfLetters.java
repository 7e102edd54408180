package dev.drover.herd.train;

import dev.drover.herd.document.Document;
import dev.drover.herd.document.DocumentSource;
import java.util.SplittableRandom;

/** A tiny language of 64 tokens for tests: a few tokens, then the same tokens each raised by 16, which are learned. */
final class PairsOfLetters implements DocumentSource {

    private static final int FIRST = 4;
    private static final int LETTERS = 16;

    private final int different;

    /** A source that repeats so many different documents. */
    PairsOfLetters(int different) {
        this.different = different;
    }

    @Override
    public Document at(long seed, long index, double progress) {
        SplittableRandom random = new SplittableRandom(seed * 31 + Math.floorMod(index, different));
        int length = 3 + random.nextInt(12);
        int[] tokens = new int[2 * length + 2];
        boolean[] learned = new boolean[tokens.length];
        for (int i = 1; i <= length; i++) {
            tokens[i] = FIRST + random.nextInt(LETTERS);
            tokens[length + i] = tokens[i] + LETTERS;
            learned[length + i] = true;
        }
        tokens[2 * length + 1] = 1;
        learned[2 * length + 1] = true;
        return new Document(tokens, learned);
    }
}
