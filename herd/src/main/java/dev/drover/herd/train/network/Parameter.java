package dev.drover.herd.train.network;

import dev.drover.herd.train.kernel.Matrix;

/**
 * One weight of the network and where it lies in the flat array of all weights. A matrix is stored input by output, the
 * transpose of the GGUF convention; the embedding is stored token by width.
 *
 * @param name the GGUF name, such as {@code blk.0.attn_q.weight}
 * @param kind what it is
 * @param at where its first element is
 * @param rows the inputs (tokens for the embedding, 1 for a norm)
 * @param columns the outputs (width for the embedding and norms)
 */
public record Parameter(String name, Kind kind, int at, int rows, int columns) {

    /** What a parameter is, which decides how it is optimized. */
    public enum Kind {
        /** The token embedding, which is the head as well. */
        EMBEDDING,
        /** The gains of a norm. */
        NORM,
        /** A matrix inside a block. */
        MATRIX
    }

    /** The number of elements. */
    public int size() {
        return rows * columns;
    }

    /** The parameter inside an array laid out as the weights are: weights or gradients. */
    public Matrix in(float[] values) {
        return Matrix.of(values, at, rows, columns);
    }
}
