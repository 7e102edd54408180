package dev.drover.herd.train.network;

import dev.drover.herd.train.kernel.Lanes;

/**
 * The shape of a Llama decoder with tied embeddings; width, hidden size, vocabulary and head width are multiples of 16.
 *
 * @param vocabulary the number of tokens
 * @param width the width of the residual stream
 * @param layers the number of blocks
 * @param heads the number of query heads
 * @param kvHeads the number of key and value heads; divides {@code heads}
 * @param hidden the width inside the feed-forward part
 */
public record Shape(int vocabulary, int width, int layers, int heads, int kvHeads, int hidden) {

    /** Checks the multiples. */
    public Shape {
        multiple("vocabulary", vocabulary, Lanes.STRANDS);
        multiple("width", width, Lanes.STRANDS * heads);
        multiple("hidden", hidden, Lanes.STRANDS);
        multiple("heads", heads, kvHeads);
        multiple("layers", layers, 1);
    }

    private static void multiple(String name, int value, int of) {
        if (value <= 0 || of <= 0 || value % of != 0) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: a positive multiple of " + of + ")");
        }
    }

    /** The width of a head. */
    public int headWidth() {
        return width / heads;
    }

    /** The width of all keys of a token, and of all values. */
    public int kvWidth() {
        return headWidth() * kvHeads;
    }

    /** The number of parameters, embeddings counted once. */
    public int parameters() {
        int attention = 2 * width * width + 2 * width * kvWidth();
        return vocabulary * width + layers * (attention + 3 * width * hidden + 2 * width) + width;
    }

    /** The shape in the order width, layers, heads, kv heads, hidden. */
    @Override
    public String toString() {
        return width + "," + layers + "," + heads + "," + kvHeads + "," + hidden;
    }
}
