package dev.drover.engine.kernel;

import dev.drover.engine.format.BlockFormat;
import dev.drover.engine.format.BlockFormats;
import dev.drover.engine.format.CodedFormat;
import dev.drover.engine.tile.BrainFloat;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Products of long calls, bit by bit, in all formats that have machine code; those of short calls are VNNI's. */
class AmxKernelsTest {

    private final Random random = new Random(7);

    @BeforeEach
    void needsAProcessorWithTiles() {
        Assumptions.assumeTrue(KernelInputs.runs("amx"), "no tile unit here");
    }

    static Stream<BlockFormat> codedFormats() {
        return BlockFormats.all().stream().filter(CodedFormat.class::isInstance);
    }

    @ParameterizedTest
    @MethodSource("codedFormats")
    void productsOfLongCallsAreTheReferencesBitByBit(BlockFormat format) {
        KernelLevel level = KernelLevels.named("amx");
        for (int[] shape : new int[][] {{1, 32, 17}, {17, 96, 33}, {48, 512, 64}, {80, 2048, 31}, {64, 96, 5}}) {
            int rows = shape[0];
            int columns = KernelInputs.columns(format, shape[1]);
            Matrix matrix = level.prepare(KernelInputs.matrix(random, format, rows, columns));
            float[] weights = new float[rows * columns];
            format.dequantize(matrix.data(), 0, weights, 0, weights.length);
            int before = 2;
            int tokens = shape[2];
            float[] input = KernelInputs.numbers(random, (before + tokens) * columns);
            float[] output = new float[(before + tokens + 1) * rows];
            Arrays.fill(output, -7);
            level.multiplyLong(matrix, 0, rows, input, before, tokens, output, rows, new Scratch());
            for (int i = 0; i < output.length; i += 1 + random.nextInt(5)) {
                int token = i / rows;
                float expected = token < before || token == before + tokens ? -7
                        : BrainFloat.product(input, token * columns, weights, i % rows * columns, columns);
                assertThat(output[i]).isEqualTo(expected);
            }
        }
    }

    @Test
    void sharesOfThreadsAndOtherTokensChangeNoBit() {
        KernelLevel level = KernelLevels.named("amx");
        Matrix matrix = level.prepare(KernelInputs.matrix(random, BlockFormats.Q4_0, 112, 256));
        float[] input = KernelInputs.numbers(random, 90 * 256);
        float[] whole = new float[90 * 112];
        level.multiplyLong(matrix, 0, 112, input, 0, 90, whole, 112, new Scratch());
        float[] parts = new float[90 * 112];
        Scratch scratch = new Scratch();
        for (int[] rows : new int[][] {{0, 48}, {48, 64}, {64, 112}}) {
            level.multiplyLong(matrix, rows[0], rows[1], input, 0, 37, parts, 112, scratch);
            level.multiplyLong(matrix, rows[0], rows[1], input, 37, 53, parts, 112, scratch);
        }
        assertThat(parts).containsExactly(whole);
    }

    @Test
    void shortCallsAreThoseOfVnni() {
        Matrix matrix = KernelInputs.matrix(random, BlockFormats.Q4_0, 48, 256);
        float[] input = KernelInputs.numbers(random, 9 * 256);
        assertThat(KernelInputs.multiply(KernelLevels.named("amx"), matrix, input, 9, 48))
                .containsExactly(KernelInputs.multiply(KernelLevels.named("vnni"), matrix, input, 9, 48));
    }

    @Test
    void weightsOfFormatsWithoutMachineCodeAreMultipliedAsEver() {
        KernelLevel level = KernelLevels.named("amx");
        Matrix matrix = level.prepare(KernelInputs.matrix(random, BlockFormats.F16, 20, 64));
        float[] input = KernelInputs.numbers(random, 18 * 64);
        float[] output = new float[18 * 20];
        level.multiplyLong(matrix, 0, 20, input, 0, 18, output, 20, new Scratch());
        assertThat(output).containsExactly(KernelInputs.multiply(level, matrix, input, 18, 20));
    }
}
