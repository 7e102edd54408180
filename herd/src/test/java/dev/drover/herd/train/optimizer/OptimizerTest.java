package dev.drover.herd.train.optimizer;

import dev.drover.herd.train.kernel.Lanes;
import dev.drover.herd.train.kernel.Matrix;
import dev.drover.herd.train.kernel.Precision;
import dev.drover.herd.train.kernel.Sums;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

class OptimizerTest {

    private static float[] random(int size, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        return values;
    }

    @Test
    void aMuonStepHasNearlyOrthogonalRowsOfItsScale() {
        int rows = 32;
        int columns = 80;
        float[] weight = new float[rows * columns];
        Matrix gradient = Matrix.of(random(rows * columns, 2), rows, columns);
        new Muon(Precision.FLOAT32).step(Matrix.of(weight, rows, columns), gradient,
                Matrix.of(new float[rows * columns], rows, columns), 1);
        double scale = 0.2 * Math.sqrt(columns);
        float[] scratch = new float[Lanes.STRANDS];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < rows; j++) {
                double product = Sums.dot(weight, i * columns, weight, j * columns, columns, scratch) / scale / scale;
                assertThat(product).isCloseTo(i == j ? 1 : 0, offset(i == j ? 0.45 : 0.2));
            }
        }
    }

    @Test
    void aTallMatrixIsTreatedAsItsTranspose() {
        float[] wideGradient = random(32 * 48, 3);
        float[] tallGradient = new float[wideGradient.length];
        for (int i = 0; i < 32; i++) {
            for (int j = 0; j < 48; j++) {
                tallGradient[j * 32 + i] = wideGradient[i * 48 + j];
            }
        }
        float[] wide = new float[32 * 48];
        float[] tall = new float[32 * 48];
        new Muon(Precision.FLOAT32).step(Matrix.of(wide, 32, 48), Matrix.of(wideGradient, 32, 48),
                Matrix.of(new float[32 * 48], 32, 48), 0.1);
        new Muon(Precision.FLOAT32).step(Matrix.of(tall, 48, 32), Matrix.of(tallGradient, 48, 32),
                Matrix.of(new float[32 * 48], 48, 32), 0.1);
        assertThat(tall[5 * 32 + 7]).isCloseTo(wide[7 * 48 + 5], offset(1e-6f));
    }

    @Test
    void adamMovesEachWeightByAboutTheRateAtFirst() {
        float[] weights = new float[4];
        float[] gradient = {1e-4f, -3f, 0, 20};
        Adam.step(weights, gradient, new float[4], new float[4], 0, 4, 0, 0.01);
        assertThat(weights[0]).isCloseTo(-0.01f, offset(1e-6f));
        assertThat(weights[1]).isCloseTo(0.01f, offset(1e-6f));
        assertThat(weights[2]).isZero();
        assertThat(weights[3]).isCloseTo(-0.01f, offset(1e-6f));
    }

    @Test
    void theRateWarmsUpHoldsAndDecays() {
        RateSchedule schedule = new RateSchedule(0.01, 1000);
        assertThat(schedule.rate(0)).isCloseTo(0.01 / 60, offset(1e-12));
        assertThat(schedule.rate(59)).isEqualTo(0.01);
        assertThat(schedule.rate(299)).isEqualTo(0.01);
        assertThat(schedule.decayStart()).isEqualTo(300);
        assertThat(schedule.rate(650)).isCloseTo(0.01 * 0.51, offset(1e-12));
        assertThat(schedule.rate(999)).isBetween(0.01 * 0.02, 0.01 * 0.022);
    }

    @Test
    void aShortRunWarmsUpForATenthOfIt() {
        assertThat(new RateSchedule(0.01, 100).rate(9)).isEqualTo(0.01);
        assertThat(new RateSchedule(0.01, 3).rate(0)).isEqualTo(0.01);
    }
}
