package dev.drover.herd.train.optimizer;

import dev.drover.herd.train.kernel.Matrix;
import dev.drover.herd.train.kernel.Precision;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

/** Muon and Adam over several steps against their papers in double precision, and the corners of the schedule. */
class OptimizerReferenceTest {

    private final SplittableRandom random = new SplittableRandom(51);

    private double[][] random(int rows, int columns) {
        double[][] matrix = new double[rows][columns];
        for (double[] row : matrix) {
            for (int j = 0; j < columns; j++) {
                row[j] = (float) random.nextDouble(-1, 1);
            }
        }
        return matrix;
    }

    private static float[] flat(double[][] matrix) {
        float[] flat = new float[matrix.length * matrix[0].length];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = (float) matrix[i / matrix[0].length][i % matrix[0].length];
        }
        return flat;
    }

    private static double[][] times(double[][] a, double[][] b) {
        double[][] product = new double[a.length][b[0].length];
        for (int i = 0; i < a.length; i++) {
            for (int k = 0; k < b.length; k++) {
                for (int j = 0; j < b[0].length; j++) {
                    product[i][j] += a[i][k] * b[k][j];
                }
            }
        }
        return product;
    }

    private static double[][] transposed(double[][] a) {
        double[][] t = new double[a[0].length][a.length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a[0].length; j++) {
                t[j][i] = a[i][j];
            }
        }
        return t;
    }

    private static double[][] mix(double[][] a, double own, double[][] b, double other) {
        double[][] sum = new double[a.length][a[0].length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a[0].length; j++) {
                sum[i][j] = own * a[i][j] + other * b[i][j];
            }
        }
        return sum;
    }

    private static double[][] orthogonal(double[][] matrix) {
        double square = 0;
        for (double[] row : matrix) {
            for (double value : row) {
                square += value * value;
            }
        }
        double[][] x = mix(matrix, 1 / Math.sqrt(square), matrix, 0);
        for (int i = 0; i < 5; i++) {
            double[][] gram = times(x, transposed(x));
            double[][] polynomial = mix(gram, -4.7750, times(gram, gram), 2.0315);
            x = mix(x, 3.4445, times(polynomial, x), 1);
        }
        return x;
    }

    @ParameterizedTest
    @CsvSource({"16, 48", "48, 16", "32, 32", "64, 176"})
    void muonTakesTheStepsOfItsPaper(int rows, int columns) {
        double[][] weight = random(rows, columns);
        double[][] momentum = new double[rows][columns];
        float[] weights = flat(weight);
        float[] running = new float[rows * columns];
        Muon muon = new Muon(Precision.FLOAT32);
        for (int step = 0; step < 4; step++) {
            double rate = 0.02 / (step + 1);
            double[][] gradient = random(rows, columns);
            muon.step(Matrix.of(weights, rows, columns), Matrix.of(flat(gradient), rows, columns),
                    Matrix.of(running, rows, columns), rate);
            momentum = mix(momentum, 0.95, gradient, 0.05);
            double[][] nesterov = mix(gradient, 0.05, momentum, 0.95);
            double[][] update = rows <= columns ? orthogonal(nesterov) : transposed(orthogonal(transposed(nesterov)));
            weight = mix(weight, 1 - 0.1 * rate, update, -rate * 0.2 * Math.sqrt(Math.max(rows, columns)));
        }
        float[] expected = flat(weight);
        float[] means = flat(momentum);
        for (int i = 0; i < expected.length; i++) {
            assertThat(weights[i]).isCloseTo(expected[i], offset(1e-4f));
            assertThat(running[i]).isCloseTo(means[i], offset(1e-6f));
        }
    }

    @Test
    void muonLooksAtTheDirectionAndNotTheSizeOfAGradient() {
        double[][] gradient = random(16, 32);
        float[] small = new float[16 * 32];
        float[] large = new float[16 * 32];
        new Muon(Precision.FLOAT32).step(Matrix.of(small, 16, 32),
                Matrix.of(flat(mix(gradient, 1e-3, gradient, 0)), 16, 32), Matrix.of(new float[16 * 32], 16, 32), 0.1);
        new Muon(Precision.FLOAT32).step(Matrix.of(large, 16, 32),
                Matrix.of(flat(mix(gradient, 1e3, gradient, 0)), 16, 32), Matrix.of(new float[16 * 32], 16, 32), 0.1);
        for (int i = 0; i < small.length; i++) {
            assertThat(small[i]).isCloseTo(large[i], offset(1e-4f));
        }
    }

    @Test
    void aGradientOfZeroOnlyDecaysTheMatrix() {
        float[] weight = flat(random(16, 16));
        float[] before = weight.clone();
        new Muon(Precision.FLOAT32).step(Matrix.of(weight, 16, 16), Matrix.of(new float[256], 16, 16),
                Matrix.of(new float[256], 16, 16), 0.5);
        for (int i = 0; i < 256; i++) {
            assertThat(weight[i]).isCloseTo(before[i] * 0.95f, offset(1e-6f));
        }
    }

    @Test
    void aMatrixInsideAnArrayLeavesItsNeighboursAlone() {
        float[] weights = flat(random(3, 256));
        float[] before = weights.clone();
        new Muon(Precision.FLOAT32).step(Matrix.of(weights, 256, 16, 16), Matrix.of(flat(random(3, 256)), 256, 16, 16),
                Matrix.of(new float[768], 256, 16, 16), 0.1);
        for (int i = 0; i < 768; i++) {
            assertThat(weights[i] == before[i]).isEqualTo(i < 256 || i >= 512);
        }
    }

    @Test
    void adamTakesTheStepsOfItsPaperWithinItsRange() {
        double[] weight = random(1, 48)[0];
        double[] first = new double[48];
        double[] second = new double[48];
        float[] weights = flat(new double[][] {weight});
        float[] mean = new float[48];
        float[] square = new float[48];
        for (int step = 0; step < 30; step++) {
            double rate = 0.01 / (1 + step % 3);
            double[] gradient = random(1, 48)[0];
            Adam.step(weights, flat(new double[][] {gradient}), mean, square, 16, 16, step, rate);
            for (int i = 16; i < 32; i++) {
                first[i] = 0.9 * first[i] + 0.1 * gradient[i];
                second[i] = 0.98 * second[i] + 0.02 * gradient[i] * gradient[i];
                double unbiased = first[i] / (1 - Math.pow(0.9, step + 1));
                weight[i] -= rate * unbiased / Math.sqrt(second[i] / (1 - Math.pow(0.98, step + 1)));
            }
        }
        for (int i = 0; i < 48; i++) {
            assertThat((double) weights[i]).isCloseTo(weight[i], offset(1e-4));
            assertThat((double) mean[i]).isCloseTo(first[i], offset(1e-5));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 9, 10, 11, 33, 100, 599, 600, 601, 5_000})
    void theRateIsPositiveNeverAboveThePeakAndRisesOnlyInTheWarmUp(int steps) {
        RateSchedule schedule = new RateSchedule(0.01, steps);
        double before = 0;
        boolean falling = false;
        for (int step = 0; step < steps; step++) {
            double rate = schedule.rate(step);
            assertThat(rate).isPositive().isLessThanOrEqualTo(0.01 + 1e-12);
            assertThat(falling && rate > before).as("step " + step).isFalse();
            falling |= rate < before;
            before = rate;
        }
        assertThat(schedule.rate(schedule.decayStart())).isEqualTo(0.01, offset(1e-12));
    }

    @Test
    void runsOfDifferentLengthShareTheirRatesBeforeTheDecay() {
        RateSchedule shorter = new RateSchedule(0.01, 1_000);
        RateSchedule longer = new RateSchedule(0.01, 3_000);
        for (int step = 0; step < shorter.decayStart(); step++) {
            assertThat(longer.rate(step)).isEqualTo(shorter.rate(step));
        }
        assertThat(longer.rate(500)).isGreaterThan(shorter.rate(500));
    }

    @Test
    void theLastStepIsOneStepAboveTwoPercent() {
        RateSchedule schedule = new RateSchedule(1, 1_000);
        assertThat(schedule.rate(999)).isCloseTo(0.02 + 0.98 / 700, offset(1e-12));
    }
}
