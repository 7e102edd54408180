package dev.drover.engine.machinecode;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@EnabledOnOs(OS.LINUX)
class LargePagesTest {

    private static final long SLAB = 32L << 20;

    @Test
    void everyRequestGetsZeroedMemoryOfItsOwn() {
        SplittableRandom random = new SplittableRandom(1);
        List<MemorySegment> all = new ArrayList<>();
        for (int request = 0; request < 200; request++) {
            long bytes = random.nextLong(1, request % 50 == 0 ? SLAB : 300_000);
            int alignment = 1 << random.nextInt(13);
            MemorySegment memory = LargePages.allocate(bytes, alignment);
            assertThat(memory.byteSize()).isEqualTo(bytes);
            assertThat(memory.address() % alignment).isZero();
            assertThat(memory.get(ValueLayout.JAVA_BYTE, 0)).isZero();
            assertThat(memory.get(ValueLayout.JAVA_BYTE, bytes - 1)).isZero();
            memory.set(ValueLayout.JAVA_BYTE, 0, (byte) request);
            memory.set(ValueLayout.JAVA_BYTE, bytes - 1, (byte) request);
            all.add(memory);
        }
        for (int request = 0; request < all.size(); request++) {
            MemorySegment memory = all.get(request);
            assertThat(memory.get(ValueLayout.JAVA_BYTE, 0)).isEqualTo((byte) request);
            assertThat(memory.get(ValueLayout.JAVA_BYTE, memory.byteSize() - 1)).isEqualTo((byte) request);
        }
    }

    @Test
    void memoryOfSeveralSlabsHoldsToItsEnd() {
        MemorySegment memory = LargePages.allocate(2 * SLAB + 5, 64);
        memory.set(ValueLayout.JAVA_BYTE, 2 * SLAB + 4, (byte) 7);
        assertThat(memory.get(ValueLayout.JAVA_BYTE, 2 * SLAB + 4)).isEqualTo((byte) 7);
    }

    @Test
    void sizesAndAlignmentsOutOfRangeAreRefused() {
        assertThatThrownBy(() -> LargePages.allocate(0, 64)).hasMessageContaining("memory: 0 bytes");
        assertThatThrownBy(() -> LargePages.allocate(1, 48)).hasMessageContaining("on 48");
        assertThatThrownBy(() -> LargePages.allocate(1, 8192)).hasMessageContaining("up to 4096");
    }

    @Test
    void memoryThatTheSystemDoesNotHaveIsRefused() {
        assertThatThrownBy(() -> LargePages.allocate(1L << 60, 64)).isInstanceOf(OutOfMemoryError.class)
                .hasMessageContaining("weights");
    }
}
