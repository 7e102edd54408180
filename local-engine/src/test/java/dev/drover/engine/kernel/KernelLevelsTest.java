package dev.drover.engine.kernel;

import dev.drover.engine.format.BlockFormats;
import java.util.concurrent.TimeUnit;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class KernelLevelsTest {

    @Test
    void aLevelCanBeForcedByName() {
        assertThat(KernelLevels.named("scalar").name()).isEqualTo("scalar");
        KernelLevel vector = KernelLevels.vector();
        assertThat(KernelLevels.named("").name()).isEqualTo(vector == null ? "scalar" : "vector");
    }

    @Test
    void anUnknownLevelIsRefusedWithTheKnownOnes() {
        assertThatThrownBy(() -> KernelLevels.named("quantum")).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("drover.engine.kernels: quantum (expected: scalar or vector");
    }

    @Test
    void theExponentialIsCloseToTheTrueOneEverywhere() {
        for (float x = -87; x < 88; x += 0.0137f) {
            double expected = Math.exp(x);
            assertThat((double) Exponential.of(x)).isCloseTo(expected, Offset.offset(3e-7 * expected));
        }
        assertThat(Exponential.of(-1000)).isPositive().isLessThan(1e-37f);
        assertThat(Exponential.of(1000)).isFinite();
        assertThat(Exponential.of(0)).isEqualTo(1f);
    }

    @Test
    void trainingEndsAtItsDeadline() {
        long start = System.nanoTime();
        KernelTraining.run(KernelLevels.scalar(), BlockFormats.Q8_0, start + TimeUnit.MILLISECONDS.toNanos(50));
        assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(20));
    }
}
