package dev.drover.engine.kernel;

import dev.drover.engine.format.BlockFormat;
import dev.drover.engine.format.BlockFormats;
import dev.drover.engine.format.CodedFormat;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class VnniKernelsTest extends KernelContract {

    @BeforeEach
    void needsAProcessorWithDotProducts() {
        Assumptions.assumeTrue(KernelInputs.runs("vnni"), "no AVX-512 VNNI here");
    }

    @Override
    KernelLevel level() {
        return KernelLevels.named("vnni");
    }

    /** Activations are rounded to 8 bits where the weights are few bits themselves. */
    @Override
    double error(BlockFormat format) {
        return format.blockSize() == 1 ? super.error(format) : 0.05;
    }

    static Stream<BlockFormat> codedFormats() {
        return BlockFormats.all().stream().filter(CodedFormat.class::isInstance);
    }

    @ParameterizedTest
    @MethodSource("codedFormats")
    void productsAreTheReferencesBitByBit(BlockFormat format) {
        int[][] shapes = {{1, 32}, {17, 96}, {35, 512}, {48, 2048}};
        for (int[] shape : shapes) {
            int rows = shape[0];
            int columns = KernelInputs.columns(format, shape[1]);
            Random random = new Random(rows);
            Matrix matrix = KernelInputs.matrix(random, format, rows, columns);
            for (int tokens = 1; tokens <= 26; tokens += 1 + tokens / 3) {
                float[] input = KernelInputs.numbers(random, tokens * columns);
                input[random.nextInt(input.length)] *= 1000;
                float[] output = KernelInputs.multiply(level(), matrix, input, tokens, rows);
                for (int i = random.nextInt(3); i < output.length; i += 1 + random.nextInt(7)) {
                    assertThat(output[i])
                            .isEqualTo(QuantizedReference.product(matrix, i % rows, input, i / rows * columns));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("codedFormats")
    void activationsOfAnySizeAreTheReferences(BlockFormat format) {
        Random random = new Random(7);
        int columns = KernelInputs.columns(format, 64);
        Matrix matrix = KernelInputs.matrix(random, format, 16, columns);
        for (float size : new float[] {0, 1e-38f, 1e-30f, 1e30f}) {
            float[] input = KernelInputs.numbers(random, columns);
            for (int i = 0; i < input.length; i++) {
                input[i] *= size;
            }
            float[] output = KernelInputs.multiply(level(), matrix, input, 1, 16);
            for (int row = 0; row < 16; row++) {
                assertThat(output[row]).isEqualTo(QuantizedReference.product(matrix, row, input, 0)).isFinite();
            }
        }
    }

    /** Any bytes, also such as no quantizer writes: signs of scales, steps and codes at the ends of their ranges. */
    @ParameterizedTest
    @MethodSource("codedFormats")
    void weightsOfAnyBytesAreTheReferences(BlockFormat format) {
        Random random = new Random(8);
        int columns = KernelInputs.columns(format, 512);
        byte[] bytes = new byte[(int) format.bytes(19L * columns)];
        float[] input = KernelInputs.numbers(random, 2 * columns);
        for (int round = 0; round < 5; round++) {
            random.nextBytes(bytes);
            MemorySegment data = Arena.ofAuto().allocate(bytes.length).copyFrom(MemorySegment.ofArray(bytes));
            Matrix matrix = new Matrix(data, format, 19, columns);
            float[] output = KernelInputs.multiply(level(), matrix, input, 2, 19);
            for (int i = 0; i < output.length; i++) {
                float expected = QuantizedReference.product(matrix, i % 19, input, i / 19 * columns);
                assertThat(Float.compare(output[i], expected)).as("%s, %s", output[i], expected).isZero();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("codedFormats")
    void aPackedMatrixTakesAboutTheBytesOfTheStoredOne(BlockFormat format) {
        Matrix matrix = KernelInputs.matrix(new Random(9), format, 32, 512);
        double share = (double) Objects.requireNonNull(level().prepare(matrix).packed()).byteSize()
                / matrix.data().byteSize();
        assertThat(level().preparedBytes(format, 32, 512))
                .isEqualTo(Objects.requireNonNull(level().prepare(matrix).packed()).byteSize());
        assertThat(share).as(format.name()).isBetween(1.0, format.equals(BlockFormats.Q2_K) ? 1.2 : 1.06);
    }

    @Test
    void plainNumbersAreNotPacked() {
        assertThat(level().prepare(KernelInputs.matrix(new Random(9), BlockFormats.BF16, 32, 32)).packed()).isNull();
        assertThat(level().preparedBytes(BlockFormats.BF16, 32, 32)).isZero();
        assertThat(level().compiles(BlockFormats.BF16)).isTrue();
        assertThat(level().compiles(BlockFormats.Q6_K)).isFalse();
    }
}
