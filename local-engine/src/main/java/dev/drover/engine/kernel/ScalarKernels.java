package dev.drover.engine.kernel;

import dev.drover.engine.format.BlockFormat;
import dev.drover.engine.format.LittleEndian;
import java.lang.foreign.MemorySegment;

/** The reference: plain Java, one value after another. Right everywhere, quick nowhere. */
final class ScalarKernels implements KernelLevel {

    @Override
    public String name() {
        return "scalar";
    }

    @Override
    public String description() {
        return "plain Java, one value at a time";
    }

    @Override
    public boolean compiles(BlockFormat format) {
        return false;
    }

    @Override
    public void multiply(Matrix matrix, int from, int to, float[] input, int tokens, float[] output, int stride,
            Scratch scratch) {
        int columns = matrix.columns();
        float[] panel = scratch.floats(columns);
        for (int row = from; row < to; row++) {
            unpack(matrix, row, panel, 0);
            for (int token = 0; token < tokens; token++) {
                float sum = 0;
                for (int i = 0; i < columns; i++) {
                    sum = Math.fma(panel[i], input[token * columns + i], sum);
                }
                output[token * stride + row] = sum;
            }
        }
    }

    @Override
    public void unpack(Matrix matrix, int row, float[] target, int at) {
        matrix.format().dequantize(matrix.data(), matrix.offset(row), target, at, matrix.columns());
    }

    @Override
    public void normalize(float[] input, int at, float[] weight, float epsilon, float[] output) {
        float sum = 0;
        for (int i = 0; i < weight.length; i++) {
            sum = Math.fma(input[at + i], input[at + i], sum);
        }
        float factor = (float) (1 / Math.sqrt(sum / weight.length + epsilon));
        for (int i = 0; i < weight.length; i++) {
            output[at + i] = input[at + i] * factor * weight[i];
        }
    }

    @Override
    public void gate(float[] gate, float[] up, int from, int to) {
        for (int i = from; i < to; i++) {
            gate[i] = gate[i] / (1 + Exponential.of(-gate[i])) * up[i];
        }
    }

    @Override
    public void gateGelu(float[] gate, float[] up, int from, int to) {
        for (int i = from; i < to; i++) {
            gate[i] = Activations.geluTangent(gate[i]) * up[i];
        }
    }

    @Override
    public void gelu(float[] values, int from, int to) {
        for (int i = from; i < to; i++) {
            values[i] = Activations.gelu(values[i]);
        }
    }

    @Override
    public void cap(float[] values, int from, int to, float limit) {
        for (int i = from; i < to; i++) {
            values[i] = Activations.capped(values[i], limit);
        }
    }

    @Override
    public void center(float[] input, int at, float[] weight, float[] bias, float epsilon, float[] output) {
        float mean = 0;
        for (int i = 0; i < weight.length; i++) {
            mean += input[at + i];
        }
        mean /= weight.length;
        float squares = 0;
        for (int i = 0; i < weight.length; i++) {
            squares = Math.fma(input[at + i] - mean, input[at + i] - mean, squares);
        }
        float factor = (float) (1 / Math.sqrt(squares / weight.length + epsilon));
        for (int i = 0; i < weight.length; i++) {
            output[at + i] = Math.fma((input[at + i] - mean) * factor, weight[i], bias[i]);
        }
    }

    @Override
    public void add(float[] target, float[] source, int from, int to) {
        for (int i = from; i < to; i++) {
            target[i] += source[i];
        }
    }

    @Override
    public void scores(float[] queries, int rows, int size, float[] keys, int keysAt, int count, float[] output,
            int at) {
        for (int row = 0; row < rows; row++) {
            for (int position = 0; position < count; position++) {
                float sum = 0;
                for (int i = 0; i < size; i++) {
                    sum = Math.fma(queries[row * size + i], keys[keysAt + i * POSITIONS + position], sum);
                }
                output[at + row * POSITIONS + position] = sum;
            }
        }
    }

    @Override
    public float exponentials(float[] values, int at, int step, int from, int to, int end) {
        float largest = Float.NEGATIVE_INFINITY;
        for (int i = from; i < to; i++) {
            largest = Math.max(largest, values[place(at, step, i)]);
        }
        float sum = 0;
        for (int i = 0; i < end; i++) {
            int place = place(at, step, i);
            values[place] = i >= from && i < to ? Exponential.of(values[place] - largest) : 0;
            sum += values[place];
        }
        return sum;
    }

    private static int place(int at, int step, int position) {
        return at + position / POSITIONS * step + position % POSITIONS;
    }

    @Override
    public void mix(float[] weights, int at, int rows, int count, float[] values, int valuesAt, int size,
            float[] output) {
        for (int row = 0; row < rows; row++) {
            for (int position = 0; position < count; position++) {
                float weight = weights[at + row * POSITIONS + position];
                for (int i = 0; i < size; i++) {
                    int to = row * size + i;
                    output[to] = Math.fma(weight, values[valuesAt + position * size + i], output[to]);
                }
            }
        }
    }

    @Override
    public long multiplyAdds(int turns) {
        float a = 1;
        float b = 2;
        float c = 3;
        float d = 4;
        for (int i = 0; i < turns; i++) {
            a = Math.fma(a, 0.5f, 1f);
            b = Math.fma(b, 0.5f, 1f);
            c = Math.fma(c, 0.5f, 1f);
            d = Math.fma(d, 0.5f, 1f);
        }
        return a + b + c + d > 0 ? 4L * turns : 0;
    }

    @Override
    public long read(MemorySegment data, long from, long to) {
        long sum = 0;
        for (long at = from; at <= to - Long.BYTES; at += Long.BYTES) {
            sum += data.get(LittleEndian.LONG, at);
        }
        return sum;
    }
}
