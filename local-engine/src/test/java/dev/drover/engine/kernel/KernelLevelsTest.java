package dev.drover.engine.kernel;

import dev.drover.engine.format.BlockFormats;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class KernelLevelsTest {

    @Test
    void aLevelCanBeForcedByName() {
        assertThat(KernelLevels.named("scalar").name()).isEqualTo("scalar");
        assertThat(KernelLevels.named("VECTOR").name()).isEqualTo("vector");
    }

    @Test
    void theQuickestThatRunsIsChosen() {
        assertThat(KernelLevels.chosen().name())
                .isEqualTo(Stream.of("amx", "vnni", "vector").filter(KernelInputs::runs).findFirst().orElseThrow());
    }

    @Test
    void anUnknownLevelIsRefusedWithTheKnownOnes() {
        assertThatThrownBy(() -> KernelLevels.named("quantum")).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("drover.engine.kernels: quantum (expected: scalar, vector, vnni or amx");
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

    @Test
    void kernelsThatAreCompiledAreNotTrainedUntilTheDeadlineAgain() {
        KernelLevel level = KernelLevels.named("vector");
        KernelTraining.run(level, BlockFormats.Q8_0, System.nanoTime() + TimeUnit.SECONDS.toNanos(30));
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        KernelTraining.run(level, BlockFormats.Q8_0, deadline);
        assertThat(System.nanoTime()).isLessThan(deadline);
    }

    @Test
    void aMatrixMustHaveTheBytesOfItsShape() {
        MemorySegment data = Arena.ofAuto().allocate(68);
        assertThat(new Matrix(data, BlockFormats.Q8_0, 2, 32).offset(1)).isEqualTo(34);
        assertThatThrownBy(() -> new Matrix(data, BlockFormats.Q8_0, 3, 32)).hasMessageContaining("3 x 32 in 68 bytes");
        assertThatThrownBy(() -> new Matrix(data, BlockFormats.Q8_0, 2, 33)).hasMessageContaining("count: 33");
        assertThatThrownBy(() -> new Matrix(data, BlockFormats.Q8_0, 0, 32)).hasMessageContaining("0 x 32");
        assertThatThrownBy(() -> new Matrix(data, BlockFormats.Q8_0, Integer.MAX_VALUE, 1 << 26))
                .isInstanceOf(IllegalArgumentException.class);
        MemorySegment heap = MemorySegment.ofArray(new byte[68]);
        assertThatThrownBy(() -> new Matrix(heap, BlockFormats.Q8_0, 2, 32)).hasMessageContaining("heap");
    }
}
