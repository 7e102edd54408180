package dev.drover.engine.kernel;

import dev.drover.engine.format.BlockFormat;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * A matrix of weights as a file stores it, row after row.
 *
 * @param data the blocks, {@code rows * rowBytes} bytes
 * @param format how they are stored
 * @param rows the number of outputs
 * @param columns the number of inputs, a multiple of the format's block size
 * @param rowBytes how many bytes a row takes
 * @param packed the same weights in the order of a {@link KernelLevel}, made by its {@code prepare}; null for none
 */
public record Matrix(MemorySegment data, BlockFormat format, int rows, int columns, long rowBytes,
        @Nullable MemorySegment packed) {

    /** Checks the sizes, and that the memory is not the heap's. */
    public Matrix {
        if (!data.isNative()) {
            throw new IllegalArgumentException("matrix: memory of the heap (expected: memory with an address)");
        }
        if (rows < 1 || columns < 1 || rowBytes != format.bytes(columns) || data.byteSize() != rows * rowBytes) {
            throw new IllegalArgumentException("matrix: " + rows + " x " + columns + " in " + data.byteSize()
                    + " bytes (expected: " + rows * format.bytes(columns) + ")");
        }
    }

    /** A matrix over a file's bytes. */
    public Matrix(MemorySegment data, BlockFormat format, int rows, int columns) {
        this(data, format, rows, columns, format.bytes(columns), null);
    }

    /** The same with weights in another order as well. */
    Matrix packed(@Nullable MemorySegment weights) {
        return new Matrix(data, format, rows, columns, rowBytes, weights);
    }

    /** Where a row begins, in bytes. */
    public long offset(int row) {
        return row * rowBytes;
    }

    /** Where a row begins in the process's memory. Kernels read there unchecked, and only while the file is open. */
    long address(int row) {
        return data.address() + row * rowBytes;
    }

    /** How many bytes are read when all of it is multiplied with: those of the order that is read. */
    public long readBytes() {
        return packed == null ? data.byteSize() : packed.byteSize();
    }

    /** The number of weights. */
    public long size() {
        return (long) rows * columns;
    }
}
