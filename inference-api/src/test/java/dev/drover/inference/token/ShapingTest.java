package dev.drover.inference.token;

import dev.drover.inference.Sampling;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class ShapingTest {

    private final SplittableRandom random = new SplittableRandom(7);

    @Test
    void everyShapeIsADistribution() {
        for (int round = 0; round < 2_000; round++) {
            Logits logits = randomLogits(2 + random.nextInt(40));
            Shaping shaping = new Shaping(random.nextInt(4) == 0 ? 0 : random.nextDouble(0.05, 3), random.nextInt(6),
                    random.nextDouble(0.05, 1), random.nextDouble(0, 0.9));
            double[] target = new double[logits.size()];
            shaping.shape(logits, 0, target);
            assertThat(Arrays.stream(target).sum()).isCloseTo(1, within(1e-12));
            assertThat(Arrays.stream(target)).allMatch(probability -> probability >= 0 && probability <= 1);
            assertThat(target[logits.argmax(0)]).isPositive();
        }
    }

    @Test
    void temperatureZeroIsOneHotAtTheLowestOfEquals() {
        double[] target = new double[4];
        Shaping.GREEDY.shape(new Logits(new float[] {1, 3, 3, 2}, 1, 4), 0, target);
        assertThat(target).containsExactly(0, 1, 0, 0);
    }

    @Test
    void topKKeepsTheMostProbable() {
        double[] target = new double[5];
        new Shaping(1, 2, 1, 0).shape(new Logits(new float[] {0, 4, 1, 3, 2}, 1, 5), 0, target);
        assertThat(target[1]).isPositive();
        assertThat(target[3]).isPositive();
        assertThat(target[0] + target[2] + target[4]).isZero();
    }

    @Test
    void topPKeepsTheSmallestSetThatReachesTheMass() {
        float[] logits = logarithms(0.5, 0.3, 0.15, 0.05);
        double[] target = new double[4];
        new Shaping(1, 0, 0.7, 0).shape(new Logits(logits, 1, 4), 0, target);
        assertThat(target[0]).isCloseTo(0.625, within(1e-6));
        assertThat(target[1]).isCloseTo(0.375, within(1e-6));
        assertThat(target[2] + target[3]).isZero();
    }

    @Test
    void minPDropsWhatIsFarBelowTheMostProbable() {
        double[] target = new double[4];
        new Shaping(1, 0, 1, 0.2).shape(new Logits(logarithms(0.5, 0.3, 0.15, 0.05), 1, 4), 0, target);
        assertThat(target[2]).isCloseTo(0.15 / 0.95, within(1e-6));
        assertThat(target[3]).isZero();
    }

    @Test
    void lowTemperatureSharpens() {
        Logits logits = new Logits(new float[] {1, 2}, 1, 2);
        double[] cold = new double[2];
        double[] warm = new double[2];
        Shaping.softmax(logits, 0, 0.5, cold);
        Shaping.softmax(logits, 0, 2, warm);
        assertThat(cold[1]).isCloseTo(1 / (1 + Math.exp(-2)), within(1e-12));
        assertThat(warm[1]).isCloseTo(1 / (1 + Math.exp(-0.5)), within(1e-12));
    }

    @Test
    void refusesValuesOutOfRangeByName() {
        assertThatThrownBy(() -> new Shaping(-1, 0, 1, 0)).hasMessageStartingWith("temperature: -1.0 (expected: ");
        assertThatThrownBy(() -> new Shaping(1, -1, 1, 0)).hasMessageStartingWith("top_k: -1 ");
        assertThatThrownBy(() -> new Shaping(1, 0, 0, 0)).hasMessageStartingWith("top_p: 0.0 ");
        assertThatThrownBy(() -> new Shaping(1, 0, 1, 1)).hasMessageStartingWith("min_p: 1.0 ");
        assertThatThrownBy(() -> new Shaping(Double.NaN, 0, 1, 0)).hasMessageStartingWith("temperature: NaN ");
    }

    @Test
    void requestComesBeforeModelBeforeStandard() {
        Sampling model = new Sampling(0.0, 0.9, null, null, null);
        Sampling request = new Sampling(0.7, null, 5, null, 3L);
        assertThat(Shaping.of(request.or(model))).isEqualTo(new Shaping(0.7, 5, 0.9, 0));
        assertThat(Shaping.of(Sampling.UNSET)).isEqualTo(Shaping.NONE);
    }

    @Test
    void drawsFollowTheWeights() {
        double[] weights = {0, 2, 0, 1, 1, 0};
        int[] counts = new int[weights.length];
        for (int i = 0; i < 40_000; i++) {
            counts[Draw.token(weights, weights.length, random)]++;
        }
        assertThat(counts[0] + counts[2] + counts[5]).isZero();
        assertThat(counts[1]).isBetween(19_500, 20_500);
        assertThat(counts[3]).isBetween(9_500, 10_500);
    }

    @Test
    void aDrawFromNothingIsRefused() {
        assertThatThrownBy(() -> Draw.token(new double[3], 3, random)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aDrawFromWhatIsNoDistributionIsRefusedWithItsSum() {
        for (double[] weights : new double[][] {{0, Double.NaN, 1}, {Double.POSITIVE_INFINITY, 1, 1}, {0, 0, 0}, {}}) {
            assertThatThrownBy(() -> Draw.token(weights, weights.length, random))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("weights: their sum is ");
        }
    }

    @Test
    void theOnlyTokenIsDrawnHoweverSmallItsWeight() {
        for (double weight : new double[] {Double.MIN_VALUE, 1e-300, 1, 1e300}) {
            for (int i = 0; i < 50; i++) {
                assertThat(Draw.token(new double[] {0, 0, weight, 0}, 4, random)).isEqualTo(2);
            }
        }
    }

    @Test
    void aDrawIsAFunctionOfItsSeedAndUsesOneNumber() {
        double[] weights = {1, 2, 3, 4};
        SplittableRandom first = new SplittableRandom(9);
        SplittableRandom second = new SplittableRandom(9);
        for (int i = 0; i < 100; i++) {
            assertThat(Draw.token(weights, 4, first)).isEqualTo(Draw.token(weights, 4, second));
            assertThat(first.nextInt()).isEqualTo(second.nextInt());
        }
    }

    @Test
    void logitsThatAreNoNumbersNeverWin() {
        Logits logits = new Logits(new float[] {Float.NaN, -3, Float.NaN, -2, Float.NEGATIVE_INFINITY, -2}, 1, 6);
        assertThat(logits.argmax(0)).isEqualTo(3);
        assertThat(new Logits(new float[] {Float.NEGATIVE_INFINITY, -1e30f}, 1, 2).argmax(0)).isOne();
        double[] target = new double[6];
        Shaping.NONE.shape(logits, 0, target);
        assertThatThrownBy(() -> Draw.token(target, 6, random)).hasMessageContaining("NaN");
    }

    @Test
    void tokensThatAreMaskedOutAreNeverDrawn() {
        float[] values = {Float.NEGATIVE_INFINITY, 1, Float.NEGATIVE_INFINITY, 0};
        double[] target = new double[4];
        for (Shaping shaping : new Shaping[] {Shaping.NONE, new Shaping(2, 3, 0.99, 0.01),
                new Shaping(1e-3, 0, 1, 0)}) {
            shaping.shape(new Logits(values, 1, 4), 0, target);
            assertThat(target[0] + target[2]).isZero();
            assertThat(target[1] + target[3]).isCloseTo(1, within(1e-12));
        }
    }

    @Test
    void theSmallestMassAndTheLargestShareKeepTheMostProbableAlone() {
        Logits logits = randomLogits(30);
        for (Shaping shaping : new Shaping[] {new Shaping(1, 0, 1e-300, 0), new Shaping(1, 0, 1, 0.999999),
                new Shaping(1e-300, 0, 1, 0), new Shaping(1, 1, 1, 0), new Shaping(Double.MIN_VALUE, 5, 0.5, 0.5)}) {
            double[] target = new double[30];
            shaping.shape(logits, 0, target);
            assertThat(target[logits.argmax(0)]).as("%s", shaping).isOne();
        }
    }

    @Test
    void equalsOfTheLastTokenThatIsKeptAreKeptToo() {
        double[] target = new double[5];
        new Shaping(1, 2, 1, 0).shape(new Logits(new float[] {1, 5, 1, 1, 0}, 1, 5), 0, target);
        assertThat(target[0]).isPositive().isEqualTo(target[2]).isEqualTo(target[3]);
        assertThat(target[4]).isZero();
    }

    @Test
    void logitsOfAnySizeDoNotOverflow() {
        double[] target = new double[3];
        Shaping.NONE.shape(new Logits(new float[] {Float.MAX_VALUE, -Float.MAX_VALUE, Float.MAX_VALUE}, 1, 3), 0,
                target);
        assertThat(target).containsExactly(0.5, 0, 0.5);
    }

    @Test
    void rowsAreApartAndThoseNotThereAreRefused() {
        Logits logits = new Logits(new float[] {1, 0, 0, 2, 9, 9}, 2, 2);
        assertThat(logits.argmax(0)).isZero();
        assertThat(logits.argmax(1)).isOne();
        assertThat(logits.row(1)).containsExactly(0, 2);
        assertThatThrownBy(() -> logits.argmax(2)).hasMessage("row: 2 (expected: 0 to 1)");
        assertThatThrownBy(() -> logits.at(-1, 0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> new Logits(new float[3], 2, 2)).hasMessage("values: 3 (expected: at least 4)");
    }

    private Logits randomLogits(int size) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) random.nextDouble(-8, 8);
        }
        return new Logits(values, 1, size);
    }

    private static float[] logarithms(double... probabilities) {
        float[] values = new float[probabilities.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.log(probabilities[i]);
        }
        return values;
    }
}
