package dev.drover.inference.token;

/**
 * Unnormalised log-probabilities of the next token, a row for each position asked for: a view of the engine's buffer,
 * valid until the sequence's next call.
 */
public final class Logits {

    private final float[] values;
    private final int rows;
    private final int size;

    /**
     * Wraps a buffer.
     *
     * @param values row after row, at least {@code rows * size} values
     * @param rows the number of rows, at least 0
     * @param size the vocabulary's size
     */
    public Logits(float[] values, int rows, int size) {
        if (values.length < (long) rows * size) {
            throw new IllegalArgumentException(
                    "values: " + values.length + " (expected: at least " + (long) rows * size + ")");
        }
        this.values = values;
        this.rows = rows;
        this.size = size;
    }

    /** The number of rows. */
    public int rows() {
        return rows;
    }

    /** The number of values in a row: the vocabulary's size. */
    public int size() {
        return size;
    }

    /** The buffer itself, for loops that must be fast; row {@code r} starts at {@link #offset}. Not to be written. */
    public float[] values() {
        return values;
    }

    /** Where a row starts in {@link #values()}. */
    public int offset(int row) {
        if (row < 0 || row >= rows) {
            throw new IndexOutOfBoundsException("row: " + row + " (expected: 0 to " + (rows - 1) + ")");
        }
        return row * size;
    }

    /** One value. */
    public float at(int row, int token) {
        return values[offset(row) + token];
    }

    /** The token of the largest value in a row; the lowest id among equals. Values that are no numbers never win. */
    public int argmax(int row) {
        int from = offset(row);
        int best = 0;
        float largest = Float.NEGATIVE_INFINITY;
        for (int token = 0; token < size; token++) {
            if (values[from + token] > largest) {
                largest = values[from + token];
                best = token;
            }
        }
        return best;
    }

    /** A copy of a row. */
    public float[] row(int row) {
        int from = offset(row);
        return java.util.Arrays.copyOfRange(values, from, from + size);
    }
}
