package dev.drover.engine.model.decoder;

import dev.drover.engine.kernel.Matrix;
import org.jspecify.annotations.Nullable;

/**
 * A matrix and what is added to its products.
 *
 * @param matrix the weights
 * @param bias one number a row; null for none
 */
record Projection(Matrix matrix, float @Nullable [] bias) {

    int rows() {
        return matrix.rows();
    }
}
