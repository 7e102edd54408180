package dev.drover.herd.train.kernel;

import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

class SoftmaxTest {

    private final float[] scratch = new float[Lanes.STRANDS];

    @Test
    void theExponentialIsWithinAFewUnitsInTheLastPlace() {
        float[] x = new float[Lanes.count()];
        for (float from = -86; from < 87; from += 0.37f) {
            for (int i = 0; i < x.length; i++) {
                x[i] = from + i * 0.01f;
            }
            FloatVector result = Exponential.exp(FloatVector.fromArray(Lanes.SPECIES, x, 0));
            for (int i = 0; i < x.length; i++) {
                double expected = StrictMath.exp(x[i]);
                assertThat(Math.abs(result.lane(i) - expected) / expected).isLessThan(4e-7);
            }
        }
    }

    @Test
    void probabilitiesSumToOneAndBehindTheLimitAreZero() {
        float[] row = new float[32];
        for (int i = 0; i < row.length; i++) {
            row[i] = (i * 37 % 11) - 4f;
        }
        Softmax.forward(row, 0, 21, 32, 0.7f, scratch);
        assertThat(Sums.sum(row, 0, 32, scratch)).isCloseTo(1f, offset(1e-6f));
        for (int i = 21; i < 32; i++) {
            assertThat(row[i]).isZero();
        }
        assertThat(row[8] / row[0]).isCloseTo((float) StrictMath.exp(0.7 * (8 * 37 % 11)), offset(1e-3f));
    }

    @Test
    void hugeScoresDoNotOverflow() {
        float[] row = new float[16];
        row[3] = 1e6f;
        Softmax.forward(row, 0, 16, 16, 1, scratch);
        assertThat(row[3]).isEqualTo(1f);
    }
}
