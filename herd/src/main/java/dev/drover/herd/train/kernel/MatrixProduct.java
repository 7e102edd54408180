package dev.drover.herd.train.kernel;

/**
 * The product of two matrices, {@code c = a b} or {@code c += a b}. Both operands may be transposed views. One instance
 * belongs to one thread: it owns packed copies.
 */
public interface MatrixProduct {

    /**
     * Stores or adds the product of a (m x k) and b (k x n) in c (m x n).
     *
     * @param c the result; its columns must follow each other
     * @param add whether to add to what c holds
     */
    void multiply(Matrix a, Matrix b, Matrix c, boolean add);

    /** Stores the product of a (m x k) and b (k x m) in c where it is known to be symmetric. */
    default void multiplySymmetric(Matrix a, Matrix b, Matrix c) {
        multiply(a, b, c, false);
    }

    /** Refuses sides that do not match. */
    static void check(Matrix a, Matrix b, Matrix c) {
        if (a.columns() != b.rows() || a.rows() != c.rows() || b.columns() != c.columns() || c.columnStride() != 1) {
            throw new IllegalArgumentException("product: " + a.rows() + " x " + a.columns() + " by " + b.rows() + " x "
                    + b.columns() + " into " + c.rows() + " x " + c.columns() + " (expected: matching sides)");
        }
    }
}
