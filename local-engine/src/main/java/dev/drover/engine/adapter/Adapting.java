package dev.drover.engine.adapter;

import dev.drover.engine.kernel.KernelLevel;
import dev.drover.engine.kernel.Matrix;
import dev.drover.engine.kernel.Scratch;
import java.util.function.IntFunction;

/**
 * One thread's part of what adapters add to products: {@code y += scale * B (A x)} for each row with an adapter. The thread
 * adds to the rows of the matrix that are its own, and computes all of {@code A x}: with ranks of 8 to 64 that costs less than
 * a barrier. Rows that lie together and have the same adapters are multiplied together, which makes no difference to their
 * bits.
 */
public final class Adapting {

    private final KernelLevel kernels;
    private final Scratch scratch = new Scratch();
    private float[] input = new float[0];
    private float[] low = new float[0];
    private float[] high = new float[0];

    /** Makes room for nothing yet. */
    public Adapting(KernelLevel kernels) {
        this.kernels = kernels;
    }

    /**
     * Some rows of a site's matrix.
     *
     * @param number which of the network's sites; negative for a matrix that no adapter changes
     * @param from the first row
     * @param to one past the last
     */
    public record Rows(int number, int from, int to) {}

    /**
     * Adds what adapters change in some products.
     *
     * @param rows the rows of the matrix whose products they are
     * @param adapters those of each token
     * @param x what the matrix was multiplied with, token after token
     * @param tokens how many there are
     * @param y the products, to which is added
     * @param stride the distance of two tokens in {@code y}
     */
    public void add(Rows rows, IntFunction<AdapterSet> adapters, float[] x, int tokens, float[] y, int stride) {
        if (rows.number() < 0 || rows.from() == rows.to()) {
            return;
        }
        int end;
        for (int first = 0; first < tokens; first = end) {
            AdapterSet set = adapters.apply(first);
            end = first + 1;
            while (end < tokens && adapters.apply(end).equals(set)) {
                end++;
            }
            for (AdapterSet.Part part : set.parts()) {
                Delta delta = part.adapter().at(rows.number());
                if (delta != null) {
                    multiply(delta, rows, x, first, end, stride);
                    add(part.scale() * delta.scale(), rows, first, end, y, stride);
                }
            }
        }
    }

    private void multiply(Delta delta, Rows rows, float[] x, int first, int end, int stride) {
        Matrix down = delta.low();
        int count = end - first;
        int columns = down.columns();
        reserve(count * columns, count * delta.rank(), count * stride);
        System.arraycopy(x, first * columns, input, 0, count * columns);
        kernels.multiply(down, 0, delta.rank(), input, count, low, delta.rank(), scratch);
        kernels.multiply(delta.high(), rows.from(), rows.to(), low, count, high, stride, scratch);
    }

    private void add(float scale, Rows rows, int first, int end, float[] y, int stride) {
        for (int token = first; token < end; token++) {
            for (int row = rows.from(); row < rows.to(); row++) {
                y[token * stride + row] += scale * high[(token - first) * stride + row];
            }
        }
    }

    private void reserve(int inputs, int lows, int highs) {
        input = input.length < inputs ? new float[inputs] : input;
        low = low.length < lows ? new float[lows] : low;
        high = high.length < highs ? new float[highs] : high;
    }
}
