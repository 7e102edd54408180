package dev.drover.engine.kernel;

import dev.drover.engine.format.BlockFormat;
import dev.drover.engine.format.BlockFormats;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @ParameterizedTest
    @CsvSource({"q8_0,1,32", "q8_0,16,64", "q8_0,35,96", "q8_0,48,2048", "q4_0,1,32", "q4_0,17,64", "q4_0,35,160",
            "q4_0,64,1024"})
    void productsAreTheReferencesBitByBit(String format, int rows, int columns) {
        Random random = new Random(rows);
        Matrix matrix = KernelInputs.matrix(random, BlockFormats.named(format), rows, columns);
        for (int tokens = 1; tokens <= 26; tokens += 1 + tokens / 13) {
            float[] input = KernelInputs.numbers(random, tokens * columns);
            input[random.nextInt(input.length)] *= 1000;
            float[] output = KernelInputs.multiply(level(), matrix, input, tokens, rows);
            for (int i = 0; i < output.length; i++) {
                assertThat(output[i])
                        .isEqualTo(QuantizedReference.product(matrix, i % rows, input, i / rows * columns));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"q8_0,0", "q8_0,1e-38", "q8_0,1e-30", "q8_0,1e30", "q4_0,0", "q4_0,1e-38", "q4_0,1e30"})
    void activationsOfAnySizeAreTheReferences(String format, float size) {
        Random random = new Random(7);
        Matrix matrix = KernelInputs.matrix(random, BlockFormats.named(format), 16, 64);
        float[] input = KernelInputs.numbers(random, 64);
        for (int i = 0; i < input.length; i++) {
            input[i] *= size;
        }
        float[] output = KernelInputs.multiply(level(), matrix, input, 1, 16);
        for (int row = 0; row < 16; row++) {
            assertThat(output[row]).isEqualTo(QuantizedReference.product(matrix, row, input, 0)).isFinite();
        }
    }
}
