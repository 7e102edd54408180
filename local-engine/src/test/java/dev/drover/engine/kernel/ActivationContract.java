package dev.drover.engine.kernel;

import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

import static dev.drover.engine.kernel.KernelInputs.numbers;
import static org.assertj.core.api.Assertions.assertThat;

/** Activations and layer normalization: those of the formulas, and the same bits however the work is cut. */
abstract class ActivationContract {

    private static final float[] SPECIAL = {-1e30f, -100, -20, -5, -1, -0.1f, -1e-6f, 0, 1e-6f, 0.1f, 1, 5, 20, 100,
            1e30f, 3, 2, -2, 0.5f, 7, 8, 9, -9, 4};

    /** The level under test. */
    abstract KernelLevel level();

    private interface InPlace {

        void apply(float[] values, int from, int to);
    }

    private static void check(InPlace function, DoubleUnaryOperator formula, double error) {
        float[] values = new float[400 + SPECIAL.length];
        Random random = new Random(1);
        for (int i = 0; i < 400; i++) {
            values[i] = (float) random.nextGaussian() * 4;
        }
        System.arraycopy(SPECIAL, 0, values, 400, SPECIAL.length);
        float[] whole = values.clone();
        function.apply(whole, 0, whole.length);
        for (int i = 0; i < values.length; i++) {
            double expected = formula.applyAsDouble(values[i]);
            assertThat((double) whole[i]).as("of %s", values[i])
                    .isCloseTo(expected, Offset.offset(error * (1 + Math.abs(expected))));
        }
        for (int cut = 0; cut <= values.length; cut += 7) {
            float[] parts = values.clone();
            function.apply(parts, 0, cut);
            function.apply(parts, cut, parts.length);
            assertThat(parts).isEqualTo(whole);
        }
    }

    @Test
    void theGateWithTheTangentIsThatOfTheFormula() {
        float[] up = new float[400 + SPECIAL.length];
        Arrays.fill(up, -0.5f);
        check((values, from, to) -> level().gateGelu(values, up, from, to),
                x -> -0.25 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x))), 1e-6);
    }

    @Test
    void geluIsThatOfTheFormula() {
        check(level()::gelu, x -> x * normalDistribution(x), 1e-6);
    }

    @Test
    void aCapIsThatOfTheFormulaAndNeverPassed() {
        for (float limit : new float[] {1, 30, 50}) {
            check((values, from, to) -> level().cap(values, from, to, limit), x -> limit * Math.tanh(x / limit),
                    limit * 2e-7);
            float[] values = SPECIAL.clone();
            level().cap(values, 0, values.length, limit);
            for (float value : values) {
                assertThat(Math.abs(value)).isLessThanOrEqualTo(limit);
            }
        }
    }

    @Test
    void layerNormalizationIsThatOfTheFormula() {
        Random random = new Random(2);
        for (int size : new int[] {1, 2, 15, 16, 17, 64, 97}) {
            float[] input = numbers(random, size + 3);
            float[] weight = numbers(random, size);
            float[] bias = numbers(random, size);
            double mean = 0;
            double variance = 0;
            for (int i = 0; i < size; i++) {
                mean += input[3 + i] / (double) size;
            }
            for (int i = 0; i < size; i++) {
                variance += (input[3 + i] - mean) * (input[3 + i] - mean) / size;
            }
            float[] output = new float[size + 3];
            level().center(input, 3, weight, bias, 1e-3f, output);
            for (int i = 0; i < size; i++) {
                double expected = (input[3 + i] - mean) / Math.sqrt(variance + 1e-3) * weight[i] + bias[i];
                assertThat((double) output[3 + i]).isCloseTo(expected, Offset.offset(1e-5));
            }
            level().center(input, 3, weight, bias, 1e-3f, input);
            assertThat(Arrays.copyOfRange(input, 3, size + 3)).as("in place")
                    .isEqualTo(Arrays.copyOfRange(output, 3, size + 3));
        }
    }

    /** The normal distribution function, by its series near zero and by a continued fraction far from it. */
    private static double normalDistribution(double x) {
        double z = Math.abs(x);
        double density = Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
        double upper;
        if (z < 3) {
            double term = z;
            double sum = z;
            for (int n = 1; n < 60; n++) {
                term *= z * z / (2 * n + 1);
                sum += term;
            }
            upper = 0.5 - density * sum;
        } else {
            double fraction = z;
            for (int n = 60; n > 0; n--) {
                fraction = z + n / fraction;
            }
            upper = density / fraction;
        }
        return x < 0 ? upper : 1 - upper;
    }
}
