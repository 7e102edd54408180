package dev.drover.engine.model.bert;

import dev.drover.engine.kernel.KernelLevel;

/**
 * A layer normalization.
 *
 * @param weight one factor a value
 * @param bias what is added to each value
 * @param epsilon what is added under the root
 */
record Centering(float[] weight, float[] bias, float epsilon) {

    /** Normalizes rows in place. */
    void apply(KernelLevel kernels, float[] values, int rows) {
        for (int row = 0; row < rows; row++) {
            kernels.center(values, row * weight.length, weight, bias, epsilon, values);
        }
    }
}
