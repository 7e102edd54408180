package dev.drover.engine.gguf;

import dev.drover.engine.format.BlockFormat;
import java.lang.foreign.MemorySegment;

/**
 * A tensor of a model file.
 *
 * @param name the name
 * @param shape the dimensions, the one that runs fastest in memory first: a matrix of {@code rows} times
 *        {@code columns} is {@code [columns, rows]}
 * @param format how the numbers are stored
 * @param data the bytes, exactly as many as shape and format ask for; read-only; valid until the file is closed
 */
public record Tensor(String name, long[] shape, BlockFormat format, MemorySegment data) {

    /** The number of values in a row: the first dimension. */
    public long columns() {
        return shape[0];
    }

    /** The number of rows: the product of the other dimensions. */
    public long rows() {
        long rows = 1;
        for (int i = 1; i < shape.length; i++) {
            rows *= shape[i];
        }
        return rows;
    }

    /** All its values, as plain numbers. */
    public float[] values() {
        long count = columns() * rows();
        if (count > Integer.MAX_VALUE - 8) {
            throw new IllegalStateException("tensor " + name + ": " + count + " values do not fit an array");
        }
        float[] values = new float[(int) count];
        format.dequantize(data, 0, values, 0, values.length);
        return values;
    }
}
