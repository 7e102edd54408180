package dev.drover.herd.train.optimizer;

import dev.drover.herd.train.kernel.Elements;
import dev.drover.herd.train.kernel.Lanes;
import dev.drover.herd.train.kernel.Matrix;
import dev.drover.herd.train.kernel.MatrixProduct;
import dev.drover.herd.train.kernel.Precision;
import dev.drover.herd.train.kernel.Sums;

/**
 * Muon (Jordan et al., 2024): the momentum of a matrix is replaced by the nearest matrix with orthogonal rows, found by five
 * steps of a quintic Newton-Schulz iteration, {@code X <- a X + (b A + c A A) X} with {@code A = X X^T}. The step is scaled by
 * {@code 0.2 sqrt(longer side)} so that its root mean square resembles Adam's (Liu et al., "Muon is scalable", 2025), with
 * decoupled decay.
 *
 * <p>
 * One instance belongs to one thread.
 */
public final class Muon {

    private static final float MOMENTUM = 0.95f;
    private static final float DECAY = 0.1f;
    private static final int ITERATIONS = 5;
    private static final float A = 3.4445f;
    private static final float B = -4.7750f;
    private static final float C = 2.0315f;

    private final MatrixProduct product;
    private final float[] scratch = new float[Lanes.STRANDS];
    private float[] x = new float[0];
    private float[] next = new float[0];
    private float[] square = new float[0];
    private float[] polynomial = new float[0];

    /** Steps whose products are computed in a precision. */
    public Muon(Precision precision) {
        product = precision.product();
    }

    /**
     * Takes a step.
     *
     * @param weight the matrix, inputs x outputs, both multiples of 16
     * @param gradient its gradient
     * @param momentum the running mean of its gradients, updated
     * @param rate the learning rate
     */
    public void step(Matrix weight, Matrix gradient, Matrix momentum, double rate) {
        int size = weight.rows() * weight.columns();
        int at = weight.at();
        Elements.mix(momentum.values(), at, MOMENTUM, gradient.values(), at, 1 - MOMENTUM, size);
        Elements.mix(gradient.values(), at, 1 - MOMENTUM, momentum.values(), at, MOMENTUM, size);
        int rows = Math.min(weight.rows(), weight.columns());
        int columns = Math.max(weight.rows(), weight.columns());
        reserve(rows, columns);
        Matrix source = Matrix.of(gradient.values(), at, weight.rows(), weight.columns());
        copy(rows == weight.rows() ? source : source.transposed(), x);
        orthogonalize(rows, columns);
        Matrix update = Matrix.of(x, rows, columns);
        copy(rows == weight.rows() ? update : update.transposed(), next);
        float scale = (float) (-rate * 0.2 * Math.sqrt(columns));
        Elements.mix(weight.values(), at, (float) (1 - rate * DECAY), next, 0, scale, size);
    }

    private void orthogonalize(int rows, int columns) {
        int size = rows * columns;
        float norm = (float) Math.sqrt(Sums.dot(x, 0, x, 0, size, scratch));
        Elements.scale(x, 0, size, 1 / (norm + 1e-12f));
        Matrix gram = Matrix.of(square, rows, rows);
        for (int i = 0; i < ITERATIONS; i++) {
            Matrix current = Matrix.of(x, rows, columns);
            product.multiplySymmetric(current, current.transposed(), gram);
            product.multiplySymmetric(gram, gram, Matrix.of(polynomial, rows, rows));
            Elements.mix(polynomial, 0, C, square, 0, B, rows * rows);
            product.multiply(Matrix.of(polynomial, rows, rows), current, Matrix.of(next, rows, columns), false);
            Elements.mix(next, 0, 1, x, 0, A, size);
            float[] spare = x;
            x = next;
            next = spare;
        }
    }

    private void reserve(int rows, int columns) {
        if (x.length < rows * columns) {
            x = new float[rows * columns];
            next = new float[rows * columns];
        }
        if (square.length < rows * rows) {
            square = new float[rows * rows];
            polynomial = new float[rows * rows];
        }
    }

    private static void copy(Matrix from, float[] to) {
        for (int i = 0; i < from.rows(); i++) {
            int row = from.at() + i * from.rowStride();
            for (int j = 0; j < from.columns(); j++) {
                to[i * from.columns() + j] = from.values()[row + j * from.columnStride()];
            }
        }
    }
}
