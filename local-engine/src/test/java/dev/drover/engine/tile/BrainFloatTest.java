package dev.drover.engine.tile;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class BrainFloatTest {

    @ParameterizedTest
    @CsvSource({"1, 1", "1.00390625, 1", "1.01171875, 1.015625", "1.0058594, 1.0078125", "-1.01171875, -1.015625",
            "3.4e38, Infinity", "3.38e38, 3.3762391e38", "-Infinity, -Infinity", "0, 0", "1e-39, 0"})
    void itIsTheNearestWithTiesToEven(float value, float expected) {
        assertThat(BrainFloat.round(value)).isEqualTo(expected);
    }

    @Test
    void nothingIsFartherThanHalfAStep() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 10_000; i++) {
            float value = (float) Math.scalb(random.nextDouble(-1, 1), random.nextInt(-100, 100));
            float rounded = BrainFloat.round(value);
            assertThat(Float.floatToRawIntBits(rounded) & 0xffff).isZero();
            assertThat(Math.abs((double) rounded - value)).isLessThanOrEqualTo(Math.abs(value) / 256.0);
        }
    }

    @Test
    void numbersTooSmallToBeNormalAreZeroOfTheirSign() {
        assertThat(BrainFloat.flush(-Float.MIN_VALUE)).isEqualTo(-0f);
        assertThat(BrainFloat.flush(Float.MIN_NORMAL)).isEqualTo(Float.MIN_NORMAL);
    }
}
