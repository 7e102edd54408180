package dev.drover.engine.kernel;

import dev.drover.engine.format.BlockFormat;
import dev.drover.engine.format.BlockFormats;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static dev.drover.engine.kernel.KernelInputs.columns;
import static dev.drover.engine.kernel.KernelInputs.matrix;
import static dev.drover.engine.kernel.KernelInputs.multiply;
import static dev.drover.engine.kernel.KernelInputs.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** What lies beside a row, a token or a range never shows in it, be it as bad as can be. */
class KernelNeighboursTest {

    private static final float[] WORST = {Float.NaN, Float.POSITIVE_INFINITY, Float.MAX_VALUE, -Float.MAX_VALUE};

    static Stream<KernelLevel> levels() {
        return KernelInputs.levels();
    }

    static Stream<Arguments> levelsAndFormats() {
        return levels().flatMap(level -> BlockFormats.all().stream().map(format -> arguments(level, format)));
    }

    @ParameterizedTest
    @MethodSource("levelsAndFormats")
    void aTokenWithoutMeaningSpoilsNoOther(KernelLevel level, BlockFormat format) {
        Random random = new Random(1);
        int columns = columns(format, 96);
        Matrix matrix = matrix(random, format, 9, columns);
        for (int tokens = 2; tokens <= 14; tokens++) {
            float[] input = numbers(random, tokens * columns);
            float[] good = multiply(level, matrix, input, tokens, 9);
            int bad = random.nextInt(tokens);
            Arrays.fill(input, bad * columns, (bad + 1) * columns, WORST[tokens % WORST.length]);
            float[] spoiled = multiply(level, matrix, input, tokens, 9);
            for (int token = 0; token < tokens; token++) {
                if (token != bad) {
                    assertThat(Arrays.copyOfRange(spoiled, token * 9, token * 9 + 9))
                            .as("token %d of %d", token, tokens)
                            .isEqualTo(Arrays.copyOfRange(good, token * 9, token * 9 + 9));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("levelsAndFormats")
    void aRowOfWeightsWithoutMeaningSpoilsNoOther(KernelLevel level, BlockFormat format) {
        Random random = new Random(2);
        int columns = columns(format, 32);
        for (int bad = 0; bad < 6; bad++) {
            float[] weights = numbers(random, 6 * columns);
            float[] input = numbers(random, 3 * columns);
            float[] good = multiply(level, matrix(weights, format, 6, columns), input, 3, 6);
            Arrays.fill(weights, bad * columns, (bad + 1) * columns, Float.NaN);
            float[] spoiled = multiply(level, matrix(weights, format, 6, columns), input, 3, 6);
            for (int i = 0; i < good.length; i++) {
                if (i % 6 != bad) {
                    assertThat(spoiled[i]).isEqualTo(good[i]);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("levelsAndFormats")
    void onlyTheRowsAskedForAreWritten(KernelLevel level, BlockFormat format) {
        Random random = new Random(3);
        int columns = columns(format, 64);
        Matrix matrix = level.prepare(matrix(random, format, 11, columns));
        Scratch scratch = new Scratch();
        for (int tokens : new int[] {1, 2, 7}) {
            float[] input = numbers(random, tokens * columns);
            for (int from = 0; from <= 11; from++) {
                int to = from + random.nextInt(12 - from);
                float[] output = new float[tokens * 13 + 2];
                Arrays.fill(output, 42);
                level.multiply(matrix, from, to, input, tokens, output, 13, scratch);
                for (int i = 0; i < output.length; i++) {
                    boolean asked = i / 13 < tokens && i % 13 >= from && i % 13 < to;
                    assertThat(output[i] == 42).as("rows %d to %d, place %d", from, to, i).isEqualTo(!asked);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("levels")
    void normalizationWritesItsOwnValuesAndMayDoSoInPlace(KernelLevel level) {
        Random random = new Random(4);
        for (int size : new int[] {1, 2, 15, 16, 17, 96}) {
            float[] weight = numbers(random, size);
            float[] input = numbers(random, size + 6);
            float[] apart = new float[size + 6];
            Arrays.fill(apart, 42);
            level.normalize(input, 3, weight, 1e-5f, apart);
            float[] inPlace = input.clone();
            level.normalize(inPlace, 3, weight, 1e-5f, inPlace);
            assertThat(Arrays.copyOfRange(inPlace, 3, size + 3)).isEqualTo(Arrays.copyOfRange(apart, 3, size + 3));
            for (int i : new int[] {0, 1, 2, size + 3, size + 4, size + 5}) {
                assertThat(apart[i]).isEqualTo(42);
                assertThat(inPlace[i]).isEqualTo(input[i]);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("levels")
    void normalizationOfNothingIsNothingAndItsScaleDoesNotMatter(KernelLevel level) {
        float[] ones = new float[40];
        Arrays.fill(ones, 1);
        float[] zeros = new float[40];
        level.normalize(zeros, 0, ones, 1e-5f, zeros);
        assertThat(zeros).containsOnly(0f);
        float[] numbers = numbers(new Random(5), 40);
        float[] large = new float[40];
        for (int i = 0; i < 40; i++) {
            large[i] = numbers[i] * 0x1p40f;
        }
        level.normalize(numbers, 0, ones, 1e-12f, numbers);
        level.normalize(large, 0, ones, 1e-12f, large);
        for (int i = 0; i < 40; i++) {
            assertThat(large[i]).isCloseTo(numbers[i], org.assertj.core.data.Offset.offset(1e-6f));
        }
    }

    @ParameterizedTest
    @MethodSource("levels")
    void softmaxWeightsDoNotDependOnAnOffsetAndNeverOverflow(KernelLevel level) {
        Random random = new Random(6);
        for (int count : new int[] {1, 7, 16, 33, 64}) {
            float[] scores = new float[KernelLevel.POSITIONS];
            float[] shifted = new float[KernelLevel.POSITIONS];
            for (int i = 0; i < count; i++) {
                scores[i] = random.nextInt(-20, 20);
                shifted[i] = scores[i] + 0x1p20f;
            }
            float sum = level.exponentials(scores, 0, 0, 0, count, KernelLevel.POSITIONS);
            assertThat(level.exponentials(shifted, 0, 0, 0, count, KernelLevel.POSITIONS)).isEqualTo(sum)
                    .isBetween(1f, (float) count);
            assertThat(shifted).isEqualTo(scores);
        }
        float[] extreme = Arrays.copyOf(new float[] {Float.MAX_VALUE, -Float.MAX_VALUE, Float.NEGATIVE_INFINITY},
                KernelLevel.POSITIONS);
        assertThat(level.exponentials(extreme, 0, 0, 0, 3, 3)).isEqualTo(1f);
        assertThat(extreme[0]).isEqualTo(1f);
        assertThat(extreme[1] + extreme[2]).isLessThan(1e-37f);
    }
}
