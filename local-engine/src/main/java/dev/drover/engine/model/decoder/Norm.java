package dev.drover.engine.model.decoder;

import dev.drover.engine.kernel.KernelLevel;

/**
 * A root mean square normalization.
 *
 * @param weight one factor a value
 * @param epsilon what is added under the root
 */
record Norm(float[] weight, float epsilon) {

    /** Normalizes values; both arrays hold them at the same place, and may be the same. */
    void apply(KernelLevel kernels, float[] input, int at, float[] output) {
        kernels.normalize(input, at, weight, epsilon, output);
    }
}
