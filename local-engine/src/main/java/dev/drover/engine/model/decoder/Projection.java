package dev.drover.engine.model.decoder;

import dev.drover.engine.kernel.Matrix;
import org.jspecify.annotations.Nullable;

/**
 * A matrix and what is added to its products.
 *
 * @param matrix the weights
 * @param bias one number a row; null for none
 * @param site its number among what adapters can change, see {@link Tensors#sites}
 */
public record Projection(Matrix matrix, float @Nullable [] bias, int site) {

    /** How many products there are for each token. */
    public int rows() {
        return matrix.rows();
    }

    /** Adds the bias, if there is one, to some of the products of each token. */
    public void addBias(float[] products, int tokens, int from, int to) {
        if (bias == null) {
            return;
        }
        for (int token = 0; token < tokens; token++) {
            for (int i = from; i < to; i++) {
                products[token * rows() + i] += bias[i];
            }
        }
    }
}
