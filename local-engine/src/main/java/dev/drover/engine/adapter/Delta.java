package dev.drover.engine.adapter;

import dev.drover.engine.kernel.Matrix;

/**
 * What an adapter adds to a matrix W: {@code scale * B A}.
 *
 * @param low the matrix A, {@code rank x columns of W}
 * @param high the matrix B, {@code rows of W x rank}
 * @param scale what the product is multiplied with
 */
record Delta(Matrix low, Matrix high, float scale) {

    int rank() {
        return low.rows();
    }
}
