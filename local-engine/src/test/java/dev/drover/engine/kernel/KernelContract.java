package dev.drover.engine.kernel;

import dev.drover.engine.format.BlockFormat;
import dev.drover.engine.format.BlockFormats;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static dev.drover.engine.kernel.KernelInputs.matrix;
import static dev.drover.engine.kernel.KernelInputs.numbers;
import static org.assertj.core.api.Assertions.assertThat;

/** What every level of kernels keeps to: right within rounding, and the same bits however the work is cut. */
abstract class KernelContract {

    private static final int[][] SHAPES = {{1, 32}, {3, 64}, {4, 96}, {7, 160}, {5, 512}, {33, 256}, {64, 2048}};
    private static final int[][] ODD_SHAPES = {{5, 1}, {6, 7}, {9, 172}, {13, 37}};

    /** The level under test. */
    abstract KernelLevel level();

    /** The error of a product with normally distributed numbers, over the root of the number of columns. */
    double error(BlockFormat format) {
        return 1e-5;
    }

    static Stream<BlockFormat> formats() {
        return BlockFormats.all().stream();
    }

    @ParameterizedTest
    @MethodSource("formats")
    void productsAreThoseOfThePlainNumbers(BlockFormat format) {
        Random random = new Random(1);
        for (int[] shape : shapes(format)) {
            Matrix matrix = matrix(random, format, shape[0], shape[1]);
            int tokens = 13;
            float[] input = numbers(random, tokens * shape[1]);
            float[] output = multiply(matrix, input, tokens, shape[0]);
            for (int token = 0; token < tokens; token++) {
                for (int row = 0; row < shape[0]; row++) {
                    double expected = product(matrix, row, input, token);
                    assertThat((double) output[token * shape[0] + row]).isCloseTo(expected,
                            Offset.offset(error(format) * Math.sqrt(shape[1])));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("formats")
    void aRowIsTheSameBitsForAnyNumberOfTokens(BlockFormat format) {
        Random random = new Random(2);
        for (int[] shape : shapes(format)) {
            Matrix matrix = matrix(random, format, shape[0], shape[1]);
            int most = 40;
            float[] input = numbers(random, most * shape[1]);
            float[] whole = multiply(matrix, input, most, shape[0]);
            for (int tokens = 1; tokens <= most; tokens++) {
                int first = (most - tokens) / 2;
                float[] part = multiply(matrix,
                        Arrays.copyOfRange(input, first * shape[1], (first + tokens) * shape[1]), tokens, shape[0]);
                assertThat(part).as("%s %s, %d tokens", format.name(), Arrays.toString(shape), tokens)
                        .isEqualTo(Arrays.copyOfRange(whole, first * shape[0], (first + tokens) * shape[0]));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("formats")
    void aRowIsTheSameBitsForAnySplitOfTheMatrix(BlockFormat format) {
        Random random = new Random(3);
        for (int[] shape : shapes(format)) {
            Matrix matrix = level().prepare(matrix(random, format, shape[0], shape[1]));
            for (int tokens : new int[] {1, 2, 5, 17}) {
                float[] input = numbers(random, tokens * shape[1]);
                float[] whole = multiply(matrix, input, tokens, shape[0]);
                for (int cut = 0; cut <= shape[0]; cut += 1 + shape[0] / 16) {
                    float[] parts = new float[whole.length];
                    Scratch scratch = new Scratch();
                    level().multiply(matrix, 0, cut, input, tokens, parts, shape[0], scratch);
                    level().multiply(matrix, cut, shape[0], input, tokens, parts, shape[0], scratch);
                    assertThat(parts).isEqualTo(whole);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("formats")
    void unpackingGivesTheReferencesBits(BlockFormat format) {
        Random random = new Random(4);
        for (int[] shape : shapes(format)) {
            Matrix matrix = matrix(random, format, shape[0], shape[1]);
            for (int row = 0; row < shape[0]; row++) {
                float[] target = new float[shape[1] + 3];
                level().unpack(matrix, row, target, 3);
                assertThat(Arrays.copyOfRange(target, 3, target.length)).isEqualTo(plain(matrix, row));
            }
        }
    }

    @Test
    void halfPrecisionCoversZeroSubnormalsAndInfinity() {
        float[] special = {0f, -0f, 5.9604645e-8f, -0x1.ff8p-15f, 6.1035156e-5f, 65504, Float.POSITIVE_INFINITY,
                Float.NEGATIVE_INFINITY, 1, -1, 0.33325195f, 1024, 2, 3, 4, 5};
        MemorySegment data = Arena.ofAuto().allocate(32);
        BlockFormats.F16.quantize(special, 0, special.length, data, 0);
        float[] target = new float[special.length];
        level().unpack(new Matrix(data, BlockFormats.F16, 1, special.length), 0, target, 0);
        assertThat(target).containsExactly(special);
    }

    @Test
    void normalizationIsThatOfTheFormula() {
        Random random = new Random(5);
        for (int size : new int[] {1, 8, 33, 64, 288}) {
            float[] input = numbers(random, size + 5);
            float[] weight = numbers(random, size);
            float[] output = new float[size + 5];
            level().normalize(input, 5, weight, 1e-5f, output);
            double squares = 0;
            for (int i = 0; i < size; i++) {
                squares += (double) input[5 + i] * input[5 + i];
            }
            for (int i = 0; i < size; i++) {
                double expected = input[5 + i] / Math.sqrt(squares / size + 1e-5) * weight[i];
                assertThat((double) output[5 + i]).isCloseTo(expected, Offset.offset(1e-5));
            }
        }
    }

    @Test
    void theGateIsThatOfTheFormulaAndTheSameBitsForAnySplit() {
        float[] gate = {-100, -20, -5, -1, -0.1f, 0, 0.1f, 1, 5, 20, 100, 3, 2, -2, 0.5f, 7, 8, 9, -9, 4};
        float[] up = numbers(new Random(6), gate.length);
        float[] whole = gate.clone();
        level().gate(whole, up, 0, gate.length);
        for (int i = 0; i < gate.length; i++) {
            double expected = gate[i] / (1 + Math.exp(-(double) gate[i])) * up[i];
            assertThat((double) whole[i]).isCloseTo(expected, Offset.offset(2e-6 * (1 + Math.abs(expected))));
        }
        for (int cut = 0; cut <= gate.length; cut++) {
            float[] parts = gate.clone();
            level().gate(parts, up, 0, cut);
            level().gate(parts, up, cut, gate.length);
            assertThat(parts).isEqualTo(whole);
        }
    }

    @Test
    void additionCoversTheWholeRangeAndNothingElse() {
        float[] target = numbers(new Random(7), 50);
        float[] source = numbers(new Random(8), 50);
        float[] sum = target.clone();
        level().add(sum, source, 3, 47);
        for (int i = 0; i < 50; i++) {
            assertThat(sum[i]).isEqualTo(i >= 3 && i < 47 ? target[i] + source[i] : target[i]);
        }
    }

    @Test
    void attentionIsThatOfTheFormula() {
        Random random = new Random(9);
        for (int size : new int[] {2, 8, 16, 32, 48, 64, 112}) {
            for (int rows = 1; rows <= KernelLevel.QUERIES; rows++) {
                float[] queries = numbers(random, rows * size);
                float[] keys = numbers(random, size * KernelLevel.POSITIONS + 1);
                for (int count : new int[] {1, 15, 16, 17, 47, 49, KernelLevel.POSITIONS}) {
                    float[] scores = new float[rows * KernelLevel.POSITIONS + 4];
                    level().scores(queries, rows, size, keys, 1, count, scores, 4);
                    for (int row = 0; row < rows; row++) {
                        for (int position = 0; position < count; position++) {
                            assertThat(scores[4 + row * KernelLevel.POSITIONS + position])
                                    .isEqualTo(score(queries, row * size, size, keys, 1 + position));
                        }
                    }
                }
                mixes(random, rows, size);
            }
        }
    }

    private static float score(float[] queries, int from, int size, float[] keys, int at) {
        float sum = 0;
        for (int i = 0; i < size; i++) {
            sum = Math.fma(queries[from + i], keys[at + i * KernelLevel.POSITIONS], sum);
        }
        return sum;
    }

    private void mixes(Random random, int rows, int size) {
        for (int count : new int[] {1, 5, KernelLevel.POSITIONS}) {
            float[] weights = numbers(random, rows * KernelLevel.POSITIONS + 3);
            float[] values = numbers(random, size * count + 2);
            float[] before = numbers(random, rows * size);
            float[] output = before.clone();
            level().mix(weights, 3, rows, count, values, 2, size, output);
            for (int i = 0; i < rows * size; i++) {
                float expected = before[i];
                for (int position = 0; position < count; position++) {
                    expected = Math.fma(weights[3 + i / size * KernelLevel.POSITIONS + position],
                            values[2 + position * size + i % size], expected);
                }
                assertThat(output[i]).isEqualTo(expected);
            }
        }
    }

    @Test
    void exponentialsAreRelativeToTheLargest() {
        int step = 3 * KernelLevel.POSITIONS;
        for (int count : new int[] {1, 3, 16, 17, 64, 65, 100}) {
            float[] values = numbers(new Random(count), 2 * step);
            Arrays.fill(values, 5 + KernelLevel.POSITIONS, step, 1000);
            float[] powers = values.clone();
            int from = count * 2 / 5;
            int end = Math.min(count + 7, 2 * KernelLevel.POSITIONS);
            float sum = level().exponentials(powers, 5, step, from, count, end);
            double largest = Float.NEGATIVE_INFINITY;
            for (int i = from; i < count; i++) {
                largest = Math.max(largest, values[place(step, i)]);
            }
            double expectedSum = 0;
            for (int i = from; i < count; i++) {
                double expected = Math.exp(values[place(step, i)] - largest);
                expectedSum += expected;
                assertThat((double) powers[place(step, i)]).isCloseTo(expected, Offset.offset(1e-6 * expected));
            }
            for (int i = 0; i < end; i++) {
                if (i < from || i >= count) {
                    assertThat(powers[place(step, i)]).isZero();
                }
            }
            assertThat((double) sum).isCloseTo(expectedSum, Offset.offset(1e-5 * expectedSum));
        }
    }

    private static int place(int step, int position) {
        return 5 + position / KernelLevel.POSITIONS * step + position % KernelLevel.POSITIONS;
    }

    @Test
    void ratesCountWhatTheyDo() {
        assertThat(level().multiplyAdds(1000)).isGreaterThanOrEqualTo(1000);
        MemorySegment data = Arena.ofAuto().allocate(4096).fill((byte) 1);
        assertThat(level().read(data, 0, 4096)).isNotZero();
    }

    private static Stream<int[]> allShapes() {
        return Stream.concat(Arrays.stream(SHAPES), Arrays.stream(ODD_SHAPES));
    }

    private static int[][] shapes(BlockFormat format) {
        return allShapes().filter(shape -> shape[1] % format.blockSize() == 0).toArray(int[][]::new);
    }

    private float[] multiply(Matrix matrix, float[] input, int tokens, int stride) {
        return KernelInputs.multiply(level(), matrix, input, tokens, stride);
    }

    private static double product(Matrix matrix, int row, float[] input, int token) {
        float[] weights = plain(matrix, row);
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += (double) weights[i] * input[token * weights.length + i];
        }
        return sum;
    }

    private static float[] plain(Matrix matrix, int row) {
        float[] numbers = new float[matrix.columns()];
        matrix.format().dequantize(matrix.data(), matrix.offset(row), numbers, 0, numbers.length);
        return numbers;
    }
}
