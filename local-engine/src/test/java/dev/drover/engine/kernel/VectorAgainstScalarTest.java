package dev.drover.engine.kernel;

import dev.drover.engine.format.BlockFormat;
import dev.drover.engine.format.BlockFormats;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static dev.drover.engine.kernel.KernelInputs.columns;
import static dev.drover.engine.kernel.KernelInputs.matrix;
import static dev.drover.engine.kernel.KernelInputs.multiply;
import static dev.drover.engine.kernel.KernelInputs.numbers;
import static org.assertj.core.api.Assertions.assertThat;

/** The vector kernels beside the scalar ones, where shapes and values are odd. */
class VectorAgainstScalarTest {

    private final KernelLevel scalar = KernelLevels.scalar();
    @SuppressWarnings("NullAway.Init")
    private KernelLevel vector;

    @BeforeEach
    void needsTheVectorModule() {
        Assumptions.assumeTrue(KernelLevels.vector() != null, "the JVM was started without jdk.incubator.vector");
        vector = Objects.requireNonNull(KernelLevels.vector());
    }

    static Stream<BlockFormat> formats() {
        return BlockFormats.all().stream();
    }

    @ParameterizedTest
    @MethodSource("formats")
    void everySmallShapeAgrees(BlockFormat format) {
        Random random = new Random(1);
        int[] columns = format.blockSize() == 1 ? new int[] {32, 1, 15, 17, 47}
                : new int[] {columns(format, 32), columns(format, 64), columns(format, 96)};
        for (int rows = 1; rows <= 17; rows++) {
            for (int tokens = 1 + rows % 2; tokens <= 17; tokens += 2) {
                int width = columns[(rows + tokens) % columns.length];
                agree(matrix(random, format, rows, width), numbers(random, tokens * width), tokens);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("formats")
    void weightsAndActivationsOfAnySizeAgree(BlockFormat format) {
        Random random = new Random(2);
        int columns = columns(format, 64);
        for (float weight : new float[] {0, 1e-7f, 1e-4f, 6e4f}) {
            for (float activation : new float[] {0, 1e-30f, 1e-3f, 1e30f}) {
                float[] weights = numbers(random, 5 * columns);
                float[] input = numbers(random, 7 * columns);
                for (int i = 0; i < weights.length; i++) {
                    weights[i] = Math.clamp(weights[i], -1f, 1f) * weight;
                }
                for (int i = 0; i < input.length; i++) {
                    input[i] *= activation;
                }
                agree(matrix(weights, format, 5, columns), input, 7);
            }
        }
    }

    private void agree(Matrix matrix, float[] input, int tokens) {
        float[] expected = multiply(scalar, matrix, input, tokens, matrix.rows());
        float[] actual = multiply(vector, matrix, input, tokens, matrix.rows());
        float[] weights = new float[matrix.columns()];
        for (int row = 0; row < matrix.rows(); row++) {
            scalar.unpack(matrix, row, weights, 0);
            for (int token = 0; token < tokens; token++) {
                double magnitude = 0;
                for (int i = 0; i < weights.length; i++) {
                    magnitude += Math.abs((double) weights[i] * input[token * weights.length + i]);
                }
                int at = token * matrix.rows() + row;
                double error = Math.abs((double) actual[at] - expected[at]);
                assertThat(error)
                        .as("%s, %d x %d, %d tokens: %s, %s", matrix.format().name(), matrix.rows(), matrix.columns(),
                                tokens, actual[at], expected[at])
                        .isLessThanOrEqualTo(magnitude * weights.length * 0x1p-23 + Float.MIN_NORMAL);
            }
        }
    }

    @Test
    void everyHalfPrecisionNumberIsUnpackedToTheSameBits() {
        MemorySegment data = Arena.ofAuto().allocate(2 << 16);
        for (int bits = 0; bits < 1 << 16; bits++) {
            data.set(java.lang.foreign.ValueLayout.JAVA_SHORT, 2L * bits, (short) bits);
        }
        Matrix matrix = new Matrix(data, BlockFormats.F16, 1, 1 << 16);
        float[] expected = new float[1 << 16];
        float[] actual = new float[1 << 16];
        scalar.unpack(matrix, 0, expected, 0);
        vector.unpack(matrix, 0, actual, 0);
        assertThat(Arrays.mismatch(actual, expected)).isEqualTo(-1);
    }

    @Test
    void theGateGivesTheSameBits() {
        Random random = new Random(3);
        float[] gate = numbers(random, 1000);
        for (int i = 0; i < gate.length; i++) {
            gate[i] *= 40;
        }
        float[] special = {0f, -0f, Float.MIN_VALUE, -87, 87, -88.5f, 88.5f, Float.MAX_VALUE, -Float.MAX_VALUE,
                Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};
        System.arraycopy(special, 0, gate, 100, special.length);
        float[] up = numbers(random, 1000);
        float[] expected = gate.clone();
        scalar.gate(expected, up, 0, 1000);
        vector.gate(gate, up, 0, 1000);
        assertThat(Arrays.mismatch(gate, expected)).isEqualTo(-1);
        assertThat(gate[109]).isNaN();
    }

    @Test
    void weightsOfAttentionAgreeForEveryNumberOfPositions() {
        Random random = new Random(4);
        for (int count = 1; count <= KernelLevel.POSITIONS; count++) {
            float[] scores = numbers(random, KernelLevel.POSITIONS);
            scores[random.nextInt(count)] = 50;
            float[] expected = scores.clone();
            float sum = scalar.exponentials(expected, 0, 0, 0, count, count);
            assertThat((double) vector.exponentials(scores, 0, 0, 0, count, count)).isCloseTo(sum,
                    org.assertj.core.data.Offset.offset(sum * 1e-5));
            assertThat(Arrays.copyOf(scores, count)).isEqualTo(Arrays.copyOf(expected, count));
        }
    }
}
