package dev.drover.engine.kernel;

import dev.drover.engine.format.BlockFormat;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * The arithmetic of a forward pass. Stateless; safe for use by many threads; allocates nothing. Arrays of activations
 * hold one token after another without gaps unless a stride is given.
 */
public interface KernelLevel {

    /** How many positions of keys and values lie together; see {@link #scores}. */
    int POSITIONS = 64;

    /** How many queries meet keys and values at once; see {@link #scores}. */
    int QUERIES = 6;

    /** How many rows of weights {@link #multiply} works on at once: splits over threads best fall on multiples. */
    int TILE_ROWS = 16;

    /** The name that forces it: {@code scalar}, {@code vector}, {@code vnni} or {@code amx}. */
    String name();

    /** What it runs on, for the log: instruction width. */
    String description();

    /** The matrix with its weights also in the order this level wants; done once, when a model is loaded. */
    default Matrix prepare(Matrix matrix) {
        return matrix;
    }

    /** How many bytes {@link #prepare} adds to a matrix in some format. */
    default long preparedBytes(BlockFormat format, long rows, int columns) {
        return 0;
    }

    /** Memory of the kind in which prepared weights lie, so that reading it is as quick; freed when it is out of reach. */
    default MemorySegment memory(long bytes) {
        return Arena.ofAuto().allocate(bytes, 64);
    }

    /** Whether the products with a format's weights are quick only once the JVM has compiled them. */
    default boolean compiles(BlockFormat format) {
        return true;
    }

    /**
     * Multiplies some rows of a matrix with each token's activations:
     * {@code output[token * stride + row] = matrix[row] . input[token]}.
     *
     * @param matrix the weights
     * @param from the first row
     * @param to one past the last row
     * @param input activations, {@code tokens * columns}
     * @param tokens how many tokens, at least 1
     * @param output receives the products
     * @param stride the distance of two tokens in {@code output}
     * @param scratch this thread's
     */
    void multiply(Matrix matrix, int from, int to, float[] input, int tokens, float[] output, int stride,
            Scratch scratch);

    /**
     * Whether tokens of long calls go through {@link #multiplyLong}, where they are rounded otherwise: which of the two a token
     * goes through must hang on its own call alone, so that a text has the same bits whatever else is computed with it.
     */
    default boolean sortsByLength() {
        return false;
    }

    /**
     * As {@link #multiply}, for some of the tokens.
     *
     * @param first the first token, in {@code input} and {@code output} alike; the results of others stay
     * @param tokens how many tokens
     */
    default void multiplyApart(Matrix matrix, int from, int to, float[] input, int first, int tokens, float[] output,
            int stride, Scratch scratch) {
        int columns = matrix.columns();
        float[] part = Arrays.copyOfRange(input, first * columns, (first + tokens) * columns);
        float[] products = new float[tokens * matrix.rows()];
        multiply(matrix, from, to, part, tokens, products, matrix.rows(), scratch);
        for (int token = 0; token < tokens; token++) {
            System.arraycopy(products, token * matrix.rows() + from, output, (first + token) * stride + from,
                    to - from);
        }
    }

    /** As {@link #multiplyApart}, for tokens of long calls. */
    default void multiplyLong(Matrix matrix, int from, int to, float[] input, int first, int tokens, float[] output,
            int stride, Scratch scratch) {
        multiplyApart(matrix, from, to, input, first, tokens, output, stride, scratch);
    }

    /** Restores a row of a matrix. */
    void unpack(Matrix matrix, int row, float[] target, int at);

    /**
     * Root mean square normalization (Zhang and Sennrich 2019): {@code x / sqrt(mean(x^2) + epsilon) * weight}.
     *
     * @param input the values
     * @param at where they start, in {@code input} and in {@code output} alike
     * @param weight one factor a value; its length is the number of values
     * @param epsilon added under the root
     * @param output receives the result; may be {@code input}
     */
    void normalize(float[] input, int at, float[] weight, float epsilon, float[] output);

    /** The gate of SwiGLU (Shazeer 2020): {@code gate = gate * sigmoid(gate) * up}, from index to index. */
    void gate(float[] gate, float[] up, int from, int to);

    /**
     * The gate of GeGLU (Shazeer 2020): {@code gate = gelu(gate) * up}, from index to index, with the hyperbolic tangent in
     * place of the error function (Hendrycks and Gimpel 2016): {@code gelu(x) = x / 2 * (1 + tanh(sqrt(2 / pi) * (x +
     * 0.044715 x^3)))}.
     */
    void gateGelu(float[] gate, float[] up, int from, int to);

    /**
     * The exact GELU (Hendrycks and Gimpel 2016): {@code x = x / 2 * (1 + erf(x / sqrt(2)))}, from index to index, within
     * {@code 2e-7 * |x|}.
     */
    void gelu(float[] values, int from, int to);

    /** Keeps values between {@code -limit} and {@code limit}: {@code x = limit * tanh(x / limit)}, from index to index. */
    void cap(float[] values, int from, int to, float limit);

    /**
     * Layer normalization (Ba et al. 2016): {@code (x - mean) / sqrt(variance + epsilon) * weight + bias}.
     *
     * @param input the values
     * @param at where they start, in {@code input} and in {@code output} alike
     * @param weight one factor a value; its length is the number of values
     * @param bias what is added to each value
     * @param epsilon added under the root
     * @param output receives the result; may be {@code input}
     */
    void center(float[] input, int at, float[] weight, float[] bias, float epsilon, float[] output);

    /** Adds: {@code target += source}, from index to index. */
    void add(float[] target, float[] source, int from, int to);

    /**
     * The products of some queries with up to {@link #POSITIONS} keys that lie together:
     * {@code output[at + r * POSITIONS + p] = sum over d of queries[r][d] * keys[d][p]}, added in the order of d, each rounded
     * once.
     *
     * @param queries the queries, {@code rows * size}
     * @param rows how many, at most {@link #QUERIES}
     * @param size the size of a head
     * @param keys holds the keys, dimension after dimension, {@code size * POSITIONS}
     * @param keysAt where they start
     * @param count how many positions, at most {@link #POSITIONS}
     * @param output receives the products; beyond them, up to {@link #POSITIONS} a row, numbers that mean nothing
     * @param at where they go
     */
    void scores(float[] queries, int rows, int size, float[] keys, int keysAt, int count, float[] output, int at);

    /**
     * Replaces some values by {@code exp(value - max)} and those around them by 0. They lie in chunks of {@link #POSITIONS}.
     *
     * @param values holds the values; whole chunks of them, whatever {@code end} is
     * @param at where the first chunk starts
     * @param step the distance of two chunks
     * @param from the first value that counts; those before it become 0
     * @param to one past the last that counts, more than {@code from}
     * @param end one past the last value; those from {@code to} on become 0
     * @return the sum, in an order of its own
     */
    float exponentials(float[] values, int at, int step, int from, int to, int end);

    /**
     * Adds weighted values: {@code output[r][d] += sum over p of weights[at + r * POSITIONS + p] * values[p][d]}, added in the
     * order of p, each rounded once.
     *
     * @param weights one a position
     * @param at where they start
     * @param rows how many sums, at most {@link #QUERIES}
     * @param count how many positions, at most {@link #POSITIONS}
     * @param values holds the values, position after position, {@code count * size}
     * @param valuesAt where they start
     * @param size the size of a head
     * @param output receives the sums, {@code rows * size}
     */
    void mix(float[] weights, int at, int rows, int count, float[] values, int valuesAt, int size, float[] output);

    /**
     * Multiplies and adds in registers, as many at a time as this level can: the peak rate of its arithmetic.
     *
     * @param turns how long
     * @return how many multiply-adds that were
     */
    long multiplyAdds(int turns);

    /** As {@link #multiplyAdds}, with the arithmetic of {@link #multiplyLong}. */
    default long multiplyAddsLong(int turns) {
        return multiplyAdds(turns);
    }

    /**
     * Reads memory from one end to the other and does as little as possible with it: the bandwidth of reading.
     *
     * @param data what to read
     * @param from the first byte
     * @param to one past the last byte
     * @return something that depends on every byte
     */
    long read(MemorySegment data, long from, long to);
}
