package dev.drover.engine.kernel;

import dev.drover.engine.format.BlockFormat;
import java.lang.foreign.MemorySegment;

/**
 * A matrix of weights as a file stores it, row after row.
 *
 * @param data the blocks, {@code rows * rowBytes} bytes
 * @param format how they are stored
 * @param rows the number of outputs
 * @param columns the number of inputs, a multiple of the format's block size
 * @param rowBytes how many bytes a row takes
 */
public record Matrix(MemorySegment data, BlockFormat format, int rows, int columns, long rowBytes) {

    /** Checks the sizes. */
    public Matrix {
        if (rows < 1 || columns < 1 || rowBytes != format.bytes(columns) || data.byteSize() != rows * rowBytes) {
            throw new IllegalArgumentException("matrix: " + rows + " x " + columns + " in " + data.byteSize()
                    + " bytes (expected: " + rows * format.bytes(columns) + ")");
        }
    }

    /** A matrix over a file's bytes. */
    public Matrix(MemorySegment data, BlockFormat format, int rows, int columns) {
        this(data, format, rows, columns, format.bytes(columns));
    }

    /** Where a row begins, in bytes. */
    public long offset(int row) {
        return row * rowBytes;
    }

    /** The number of weights. */
    public long size() {
        return (long) rows * columns;
    }
}
