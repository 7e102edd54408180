package dev.drover.herd.train.kernel;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

/** Each vectorized function against plain loops in double precision, and each gradient against central differences. */
class KernelReferenceTest {

    private static final double STEP = 1e-3;
    private final SplittableRandom random = new SplittableRandom(41);
    private final float[] scratch = new float[Lanes.STRANDS];

    private float[] random(int size, double range) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) random.nextDouble(-range, range);
        }
        return values;
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 32, 48, 160, 1024})
    void sumsAndInnerProductsAreThoseOfALoop(int length) {
        float[] a = random(length + 16, 1);
        float[] b = random(length + 16, 1);
        float[] c = random(length + 16, 1);
        double sum = 0;
        double dot = 0;
        double triple = 0;
        double max = Double.NEGATIVE_INFINITY;
        for (int i = 16; i < 16 + length; i++) {
            sum += a[i];
            dot += a[i] * (double) b[i];
            triple += a[i] * (double) b[i] * c[i];
            max = Math.max(max, a[i]);
        }
        assertThat((double) Sums.sum(a, 16, length, scratch)).isCloseTo(sum, offset(1e-4));
        assertThat((double) Sums.dot(a, 16, b, 16, length, scratch)).isCloseTo(dot, offset(1e-4));
        assertThat((double) Sums.dot(a, 16, b, 16, c, 16, length, scratch)).isCloseTo(triple, offset(1e-4));
        assertThat((double) Sums.max(a, 16, length, scratch)).isEqualTo(max);
    }

    @Test
    void elementsAreScaledAddedAndMixedWithinTheirRangeAlone() {
        float[] a = random(64, 1);
        float[] b = random(64, 1);
        float[] scaled = a.clone();
        Elements.scale(scaled, 16, 32, 3);
        float[] added = a.clone();
        Elements.add(added, 16, b, 32, 32);
        float[] mixed = a.clone();
        Elements.mix(mixed, 16, 0.25f, b, 0, -2, 32);
        for (int i = 0; i < 64; i++) {
            boolean inside = i >= 16 && i < 48;
            assertThat(scaled[i]).isEqualTo(inside ? a[i] * 3 : a[i]);
            assertThat(added[i]).isEqualTo(inside ? a[i] + b[i + 16] : a[i]);
            assertThat(mixed[i]).isCloseTo(inside ? a[i] / 4 - 2 * b[i - 16] : a[i], offset(1e-6f));
        }
    }

    @Test
    void theGateAndItsGradientAreThoseOfTheEquation() {
        float[] gate = random(64, 8);
        float[] up = random(64, 2);
        float[] out = new float[64];
        Elements.gate(gate, up, out, 64);
        float[] back = random(64, 1);
        float[] gateBack = gate.clone();
        float[] upBack = up.clone();
        Elements.gateBackward(gateBack, upBack, back, 64);
        for (int i = 0; i < 64; i++) {
            assertThat((double) out[i]).isCloseTo(swiglu(gate[i], up[i]), offset(1e-5));
            double byGate = (swiglu(gate[i] + STEP, up[i]) - swiglu(gate[i] - STEP, up[i])) / (2 * STEP);
            assertThat((double) gateBack[i]).isCloseTo(back[i] * byGate, offset(1e-4));
            assertThat((double) upBack[i]).isCloseTo(back[i] * swiglu(gate[i], 1), offset(1e-4));
        }
    }

    private static double swiglu(double gate, double up) {
        return gate / (1 + Math.exp(-gate)) * up;
    }

    @Test
    void theGateNeitherOverflowsNorBecomesNothing() {
        float[] gate = new float[16];
        Arrays.fill(gate, 0, 8, 1e4f);
        Arrays.fill(gate, 8, 16, -1e4f);
        float[] up = random(16, 1);
        float[] out = new float[16];
        Elements.gate(gate, up, out, 16);
        assertThat(out[3]).isEqualTo(1e4f * up[3]);
        assertThat(out[12]).isCloseTo(0, offset(1e-6f));
        Elements.gateBackward(gate, up, random(16, 1), 16);
        for (float value : gate) {
            assertThat(value).isFinite();
        }
    }

    @ParameterizedTest
    @CsvSource({"16, 1", "64, 3", "704, 2"})
    void theNormAndItsGradientsAreThoseOfTheEquation(int width, int rows) {
        float[] x = random(rows * width, 2);
        float[] gains = random(width, 1);
        float[] y = new float[rows * width];
        float[] inverse = new float[rows];
        Normalization norm = new Normalization(width);
        norm.forward(x, rows, gains, 0, y, inverse);
        float[] back = random(rows * width, 1);
        float[] dx = new float[rows * width];
        float[] dGains = new float[width];
        norm.backward(x, inverse, rows, gains, 0, back, dx, dGains);
        for (int round = 0; round < 20; round++) {
            int row = random.nextInt(rows);
            int at = random.nextInt(width);
            assertThat((double) y[row * width + at]).isCloseTo(normed(x, gains, row, at, -1, 0), offset(1e-5));
            double slope = 0;
            for (int i = 0; i < width; i++) {
                slope += back[row * width + i]
                        * (normed(x, gains, row, i, at, STEP) - normed(x, gains, row, i, at, -STEP)) / (2 * STEP);
            }
            assertThat((double) dx[row * width + at]).isCloseTo(slope, offset(1e-4));
            double gain = 0;
            for (int r = 0; r < rows; r++) {
                gain += back[r * width + at] * normed(x, gains, r, at, -1, 0) / gains[at];
            }
            assertThat((double) dGains[at]).isCloseTo(gain, offset(1e-4));
        }
    }

    /** An element of a normed row, one element of the input moved. */
    private static double normed(float[] x, float[] gains, int row, int at, int moved, double by) {
        int width = gains.length;
        double square = 0;
        for (int i = 0; i < width; i++) {
            double value = x[row * width + i] + (i == moved ? by : 0);
            square += value * value;
        }
        double value = x[row * width + at] + (at == moved ? by : 0);
        return value * gains[at] / Math.sqrt(square / width + 1e-5);
    }

    @Test
    void aRowOfZerosIsNormedToZeros() {
        float[] y = random(16, 1);
        new Normalization(16).forward(new float[16], 1, random(16, 1), 0, y, new float[1]);
        for (float value : y) {
            assertThat(value).isZero();
        }
    }

    @Test
    void theGradientOfProbabilitiesIsTheirSlope() {
        int limit = 21;
        float[] scores = random(32, 3);
        float[] p = scores.clone();
        Softmax.forward(p, 0, limit, 32, 0.5f, scratch);
        float[] back = random(32, 1);
        float[] dScores = back.clone();
        Softmax.backward(p, 0, dScores, 0, 32, 0.5f, scratch);
        for (int at = 0; at < limit; at++) {
            double slope = 0;
            for (int i = 0; i < limit; i++) {
                slope += back[i] * (share(scores, limit, i, at, STEP) - share(scores, limit, i, at, -STEP))
                        / (2 * STEP);
            }
            assertThat((double) dScores[at]).isCloseTo(slope, offset(1e-5));
        }
        for (int at = limit; at < 32; at++) {
            assertThat(dScores[at]).as("behind the limit nothing is learned").isZero();
        }
    }

    private static double share(float[] scores, int limit, int at, int moved, double by) {
        double sum = 0;
        for (int i = 0; i < limit; i++) {
            sum += Math.exp(0.5 * (scores[i] + (i == moved ? by : 0)));
        }
        return Math.exp(0.5 * (scores[at] + (at == moved ? by : 0))) / sum;
    }

    @Test
    void oneScoreAloneIsCertain() {
        float[] row = random(16, 5);
        Softmax.forward(row, 0, 1, 16, 1, scratch);
        assertThat(row[0]).isEqualTo(1);
        assertThat(Arrays.copyOfRange(row, 1, 16)).containsOnly(0f);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 16", "15, 16", "16, 16", "17, 32", "1024, 1024", "1025, 1040"})
    void lengthsArePaddedToSixteen(int length, int padded) {
        assertThat(Lanes.padded(length)).isEqualTo(padded);
    }

    @Test
    void aLowerProductUsesNothingAboveTheDiagonal() {
        int size = 16;
        float[] probabilities = new float[size * size];
        int[] limits = new int[size];
        for (int i = 0; i < size; i++) {
            limits[i] = i + 1;
            System.arraycopy(random(i + 1, 1), 0, probabilities, i * size, i + 1);
        }
        float[] values = random(size * 32, 1);
        float[] lower = new float[size * 32];
        float[] full = new float[size * 32];
        Matrix a = Matrix.of(probabilities, size, size);
        SmallProduct.addLower(a, limits, 0, Matrix.of(values, size, 32), Matrix.of(lower, size, 32));
        SmallProduct.add(a, Matrix.of(values, size, 32), Matrix.of(full, size, 32));
        assertThat(lower).containsExactly(full);
    }
}
