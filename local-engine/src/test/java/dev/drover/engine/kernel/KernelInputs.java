package dev.drover.engine.kernel;

import dev.drover.engine.format.BlockFormat;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;

/** Matrices and activations for tests of kernels, and the levels that run here. */
final class KernelInputs {

    private KernelInputs() {}

    static Stream<KernelLevel> levels() {
        return Stream.of("scalar", "vector", "vnni", "amx").filter(KernelInputs::runs).map(KernelLevels::named);
    }

    /** Whether a level runs on this machine. */
    static boolean runs(String level) {
        try {
            return KernelLevels.named(level).name().equals(level);
        } catch (IllegalArgumentException refused) {
            return false;
        }
    }

    /** Products in an output of NaNs, with a scratch of NaNs: neither may show. */
    static float[] multiply(KernelLevel level, Matrix matrix, float[] input, int tokens, int stride) {
        float[] output = new float[tokens * stride];
        Arrays.fill(output, Float.NaN);
        Scratch scratch = new Scratch();
        Arrays.fill(scratch.floats(8 * matrix.columns() + 512), Float.NaN);
        level.multiply(level.prepare(matrix), 0, matrix.rows(), input, tokens, output, stride, scratch);
        return output;
    }

    /** So many columns, or as many more as make whole blocks. */
    static int columns(BlockFormat format, int least) {
        return (least + format.blockSize() - 1) / format.blockSize() * format.blockSize();
    }

    static Matrix matrix(Random random, BlockFormat format, int rows, int columns) {
        return matrix(numbers(random, rows * columns), format, rows, columns);
    }

    static Matrix matrix(float[] weights, BlockFormat format, int rows, int columns) {
        MemorySegment data = Arena.ofAuto().allocate(format.bytes((long) rows * columns));
        format.quantize(weights, 0, rows * columns, data, 0);
        return new Matrix(data, format, rows, columns);
    }

    static float[] numbers(Random random, int count) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        return numbers;
    }
}
