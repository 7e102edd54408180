package dev.drover.herd.train.kernel;

/**
 * A view of a matrix inside an array: element (i, j) is {@code values[at + i * rowStride + j * columnStride]}.
 *
 * @param values the array that holds the elements
 * @param at where element (0, 0) is
 * @param rows the number of rows
 * @param columns the number of columns
 * @param rowStride the distance between rows
 * @param columnStride the distance between columns
 */
public record Matrix(float[] values, int at, int rows, int columns, int rowStride, int columnStride) {

    /** A dense matrix whose rows follow each other. */
    public static Matrix of(float[] values, int at, int rows, int columns) {
        return new Matrix(values, at, rows, columns, columns, 1);
    }

    /** A dense matrix at the start of an array. */
    public static Matrix of(float[] values, int rows, int columns) {
        return of(values, 0, rows, columns);
    }

    /** The same elements with rows and columns exchanged; nothing is copied. */
    public Matrix transposed() {
        return new Matrix(values, at, columns, rows, columnStride, rowStride);
    }
}
