package dev.drover.engine.kernel;

import dev.drover.engine.format.CodedFormat;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Kernels in the Vector API. One token's activations meet the weights of the commonest formats as they are unpacked in
 * registers; for several tokens, and in all other formats, four rows at a time are unpacked into a panel that stays in
 * the cache, then multiplied in tiles. Both ways round in the same places, so that they give the same bits.
 */
class VectorKernels implements KernelLevel {

    private static final int PANEL_ROWS = 4;
    private static final int SUMS = 512;
    private static final int TILE_TOKENS = Lanes.COUNT == 16 ? 6 : 3;
    private static final int L2_FLOATS = 1 << 17;

    /** Whether the processor's vectors have a width that the kernels are written for. */
    static boolean runs() {
        return Lanes.supported();
    }

    @Override
    public String name() {
        return "vector";
    }

    @Override
    public String description() {
        return "Vector API, " + Lanes.COUNT * Float.SIZE + " bits";
    }

    @Override
    public void multiply(Matrix matrix, int from, int to, float[] input, int tokens, float[] output, int stride,
            Scratch scratch) {
        float[] panel = scratch.floats(PANEL_ROWS * matrix.columns() + SUMS);
        if (tokens == 1 && VectorDots.knows(matrix.format())) {
            for (int row = from; row < to; row += PANEL_ROWS) {
                single(matrix, row, Math.min(to - row, PANEL_ROWS), input, output, panel);
            }
            return;
        }
        int group = Math.max(TILE_TOKENS, L2_FLOATS / matrix.columns() / TILE_TOKENS * TILE_TOKENS);
        for (int token = 0; token < tokens; token += group) {
            int now = Math.min(group, tokens - token);
            for (int row = from; row < to; row += PANEL_ROWS) {
                several(matrix, row, Math.min(to - row, PANEL_ROWS), input, token, now, output, stride, panel);
            }
        }
    }

    private static void single(Matrix matrix, int row, int rows, float[] input, float[] output, float[] sums) {
        int columns = matrix.columns();
        int last = row + rows - 1;
        long r0 = matrix.address(row);
        long r1 = matrix.address(Math.min(row + 1, last));
        long r2 = matrix.address(Math.min(row + 2, last));
        long r3 = matrix.address(last);
        int whole = columns - columns % Lanes.COUNT;
        switch (matrix.format().id()) {
            case 8 -> {
                if (Lanes.COUNT == 16) {
                    VectorDots.q80(r0, r1, r2, r3, columns, input, sums, 0);
                } else {
                    VectorDots.q80Narrow(r0, r1, r2, r3, columns, input, sums, 0);
                }
            }
            case 2 -> {
                if (Lanes.COUNT == 16) {
                    VectorDots.q40(r0, r1, columns, input, sums, 0);
                    VectorDots.q40(r2, r3, columns, input, sums, 2 * Lanes.COUNT);
                } else {
                    VectorDots.q40Narrow(r0, r1, r2, r3, columns, input, sums, 0);
                }
            }
            case 1 -> VectorDots.f16(r0, r1, r2, r3, whole, input, sums, 0);
            case 30 -> VectorDots.bf16(r0, r1, r2, r3, whole, input, sums, 0);
            default -> VectorDots.f32(r0, r1, r2, r3, whole, input, sums, 0);
        }
        Lanes.fold(sums, 0, output, row, rows);
        if (whole < columns) {
            for (int i = 0; i < rows; i++) {
                output[row + i] += VectorDots.tail(matrix, row + i, whole, input, 0);
            }
        }
    }

    private static void several(Matrix matrix, int row, int rows, float[] input, int token, int tokens, float[] output,
            int stride, float[] panel) {
        int columns = matrix.columns();
        int whole = columns - columns % Lanes.COUNT;
        for (int i = 0; i < rows; i++) {
            unpackWhole(matrix, row + i, panel, i * columns, whole);
        }
        int done = 0;
        while (done < tokens) {
            int now = tileTokens(tokens - done);
            int sums = PANEL_ROWS * columns;
            PanelTiles.multiply(now, panel, columns, whole, input, (token + done) * columns, sums);
            for (int i = 0; i < now; i++) {
                Lanes.fold(panel, sums + i * PANEL_ROWS * Lanes.COUNT, output, (token + done + i) * stride + row, rows);
            }
            done += now;
        }
        if (whole < columns) {
            for (int t = token; t < token + tokens; t++) {
                for (int i = 0; i < rows; i++) {
                    output[t * stride + row + i] += VectorDots.tail(matrix, row + i, whole, input, t * columns);
                }
            }
        }
    }

    /** How many tokens the next tile takes, so that the rest falls into tiles of about one size. */
    private static int tileTokens(int left) {
        int tiles = (left + TILE_TOKENS - 1) / TILE_TOKENS;
        return (left + tiles - 1) / tiles;
    }

    @Override
    public void unpack(Matrix matrix, int row, float[] target, int at) {
        int columns = matrix.columns();
        int whole = columns - columns % Lanes.COUNT;
        unpackWhole(matrix, row, target, at, whole);
        if (whole < columns) {
            long offset = matrix.offset(row) + (long) whole * matrix.format().blockBytes();
            matrix.format().dequantize(matrix.data(), offset, target, at + whole, columns - whole);
        }
    }

    private static void unpackWhole(Matrix matrix, int row, float[] target, int at, int whole) {
        long address = matrix.address(row);
        switch (matrix.format().id()) {
            case 8 -> VectorUnpacks.q80(address, target, at, whole);
            case 2 -> VectorUnpacks.q40(address, target, at, whole);
            case 1 -> VectorUnpacks.f16(address, target, at, whole);
            case 30 -> VectorUnpacks.bf16(address, target, at, whole);
            case 0 -> VectorUnpacks.f32(address, target, at, whole);
            default -> VectorUnpacks.coded((CodedFormat) matrix.format(), address, target, at, whole);
        }
    }

    @Override
    public void normalize(float[] input, int at, float[] weight, float epsilon, float[] output) {
        int size = weight.length;
        int whole = size - size % Lanes.COUNT;
        FloatVector squares = FloatVector.zero(Lanes.FLOATS);
        for (int i = 0; i < whole; i += Lanes.COUNT) {
            FloatVector x = FloatVector.fromArray(Lanes.FLOATS, input, at + i);
            squares = x.fma(x, squares);
        }
        float sum = Lanes.sum(squares);
        for (int i = whole; i < size; i++) {
            sum = Math.fma(input[at + i], input[at + i], sum);
        }
        float factor = (float) (1 / Math.sqrt(sum / size + epsilon));
        for (int i = 0; i < whole; i += Lanes.COUNT) {
            FloatVector.fromArray(Lanes.FLOATS, input, at + i)
                    .mul(factor)
                    .mul(FloatVector.fromArray(Lanes.FLOATS, weight, i))
                    .intoArray(output, at + i);
        }
        for (int i = whole; i < size; i++) {
            output[at + i] = input[at + i] * factor * weight[i];
        }
    }

    @Override
    public void gate(float[] gate, float[] up, int from, int to) {
        int i = from;
        for (; i <= to - Lanes.COUNT; i += Lanes.COUNT) {
            FloatVector x = FloatVector.fromArray(Lanes.FLOATS, gate, i);
            FloatVector y = FloatVector.fromArray(Lanes.FLOATS, up, i);
            x.div(Lanes.exponential(x.neg()).add(1)).mul(y).intoArray(gate, i);
        }
        for (; i < to; i++) {
            gate[i] = gate[i] / (1 + Exponential.of(-gate[i])) * up[i];
        }
    }

    @Override
    public void gateGelu(float[] gate, float[] up, int from, int to) {
        VectorActivations.gateGelu(gate, up, from, to);
    }

    @Override
    public void gelu(float[] values, int from, int to) {
        VectorActivations.gelu(values, from, to);
    }

    @Override
    public void cap(float[] values, int from, int to, float limit) {
        VectorActivations.cap(values, from, to, limit);
    }

    @Override
    public void center(float[] input, int at, float[] weight, float[] bias, float epsilon, float[] output) {
        VectorActivations.center(input, at, weight, bias, epsilon, output);
    }

    @Override
    public void add(float[] target, float[] source, int from, int to) {
        int i = from;
        for (; i <= to - Lanes.COUNT; i += Lanes.COUNT) {
            FloatVector.fromArray(Lanes.FLOATS, target, i)
                    .add(FloatVector.fromArray(Lanes.FLOATS, source, i))
                    .intoArray(target, i);
        }
        for (; i < to; i++) {
            target[i] += source[i];
        }
    }

    @Override
    public void scores(float[] queries, int rows, int size, float[] keys, int keysAt, int count, float[] output,
            int at) {
        for (int row = 0; row < rows; row++) {
            scoresOfOne(queries, row * size, size, keys, keysAt, count, output, at + row * POSITIONS);
        }
    }

    private static void scoresOfOne(float[] query, int queryAt, int size, float[] keys, int keysAt, int count,
            float[] output, int at) {
        int position = 0;
        for (; position < count - 3 * Lanes.COUNT; position += 4 * Lanes.COUNT) {
            FloatVector a = FloatVector.zero(Lanes.FLOATS);
            FloatVector b = a;
            FloatVector c = a;
            FloatVector d = a;
            int from = keysAt + position;
            for (int i = 0; i < size; i++, from += POSITIONS) {
                FloatVector q = FloatVector.broadcast(Lanes.FLOATS, query[queryAt + i]);
                a = FloatVector.fromArray(Lanes.FLOATS, keys, from).fma(q, a);
                b = FloatVector.fromArray(Lanes.FLOATS, keys, from + Lanes.COUNT).fma(q, b);
                c = FloatVector.fromArray(Lanes.FLOATS, keys, from + 2 * Lanes.COUNT).fma(q, c);
                d = FloatVector.fromArray(Lanes.FLOATS, keys, from + 3 * Lanes.COUNT).fma(q, d);
            }
            int to = at + position;
            a.intoArray(output, to);
            b.intoArray(output, to + Lanes.COUNT);
            c.intoArray(output, to + 2 * Lanes.COUNT);
            d.intoArray(output, to + 3 * Lanes.COUNT);
        }
        for (; position < count; position += Lanes.COUNT) {
            FloatVector a = FloatVector.zero(Lanes.FLOATS);
            int from = keysAt + position;
            for (int i = 0; i < size; i++, from += POSITIONS) {
                a = FloatVector.fromArray(Lanes.FLOATS, keys, from)
                        .fma(FloatVector.broadcast(Lanes.FLOATS, query[queryAt + i]), a);
            }
            a.intoArray(output, at + position);
        }
    }

    @Override
    public float exponentials(float[] values, int at, int step, int from, int to, int end) {
        int first = from / Lanes.COUNT * Lanes.COUNT;
        fill(values, at, step, first, from, Float.NEGATIVE_INFINITY);
        fill(values, at, step, to, (to + Lanes.COUNT - 1) / Lanes.COUNT * Lanes.COUNT, Float.NEGATIVE_INFINITY);
        FloatVector largest = FloatVector.broadcast(Lanes.FLOATS, Float.NEGATIVE_INFINITY);
        for (int i = first; i < to; i += Lanes.COUNT) {
            largest = largest.max(FloatVector.fromArray(Lanes.FLOATS, values, place(at, step, i)));
        }
        float max = largest.reduceLanes(VectorOperators.MAX);
        FloatVector sums = FloatVector.zero(Lanes.FLOATS);
        for (int i = first; i < to; i += Lanes.COUNT) {
            int place = place(at, step, i);
            FloatVector weight = Lanes.exponential(FloatVector.fromArray(Lanes.FLOATS, values, place).sub(max));
            weight.intoArray(values, place);
            sums = sums.add(weight);
        }
        fill(values, at, step, 0, from, 0);
        fill(values, at, step, to, end, 0);
        return Lanes.sum(sums);
    }

    private static int place(int at, int step, int position) {
        return at + position / POSITIONS * step + position % POSITIONS;
    }

    private static void fill(float[] values, int at, int step, int from, int to, float value) {
        for (int i = from; i < to; i++) {
            values[place(at, step, i)] = value;
        }
    }

    @Override
    public void mix(float[] weights, int at, int rows, int count, float[] values, int valuesAt, int size,
            float[] output) {
        for (int row = 0; row < rows; row++) {
            mixOne(weights, at + row * POSITIONS, count, values, valuesAt, size, output, row * size);
        }
    }

    private static void mixOne(float[] weights, int weightsAt, int count, float[] values, int valuesAt, int size,
            float[] output, int at) {
        int i = 0;
        for (; i <= size - 2 * Lanes.COUNT; i += 2 * Lanes.COUNT) {
            FloatVector a = FloatVector.fromArray(Lanes.FLOATS, output, at + i);
            FloatVector b = FloatVector.fromArray(Lanes.FLOATS, output, at + i + Lanes.COUNT);
            int from = valuesAt + i;
            for (int position = 0; position < count; position++, from += size) {
                FloatVector weight = FloatVector.broadcast(Lanes.FLOATS, weights[weightsAt + position]);
                a = FloatVector.fromArray(Lanes.FLOATS, values, from).fma(weight, a);
                b = FloatVector.fromArray(Lanes.FLOATS, values, from + Lanes.COUNT).fma(weight, b);
            }
            a.intoArray(output, at + i);
            b.intoArray(output, at + i + Lanes.COUNT);
        }
        for (; i < size; i++) {
            float sum = output[at + i];
            for (int position = 0; position < count; position++) {
                sum = Math.fma(weights[weightsAt + position], values[valuesAt + position * size + i], sum);
            }
            output[at + i] = sum;
        }
    }

    @Override
    public long multiplyAdds(int turns) {
        return VectorRates.multiplyAdds(turns);
    }

    @Override
    public long read(MemorySegment data, long from, long to) {
        return VectorRates.read(data.asSlice(from, to - from));
    }
}
