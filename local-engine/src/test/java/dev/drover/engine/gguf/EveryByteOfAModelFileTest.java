package dev.drover.engine.gguf;

import com.sun.management.ThreadMXBean;
import dev.drover.engine.format.BlockFormats;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** No byte of a file can be changed, and no end of it lost, so that reading crashes or takes more memory than it. */
class EveryByteOfAModelFileTest {

    private static final int MOST_ALLOCATED = 1 << 20;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final byte[] good = SmallModelFile.bytes();

    @BeforeEach
    void loadsClassesBeforeMemoryIsCounted() {
        SmallModelFile.open(good).close();
        assertThatThrownBy(() -> SmallModelFile.open(new byte[8])).isInstanceOf(InvalidModelFile.class);
    }

    @Test
    void everyByteMayBeAnyOfTheHostileValues() {
        int refused = 0;
        for (int at = 0; at < good.length; at++) {
            for (int value : new int[] {0, 1, 0x7f, 0x80, 0xff, good[at] ^ 1, good[at] ^ 0x80}) {
                byte[] bad = good.clone();
                bad[at] = (byte) value;
                refused += read(bad, "byte " + at + " as " + value) ? 0 : 1;
            }
        }
        assertThat(refused).as("changes that were noticed").isGreaterThan(good.length);
    }

    @Test
    void everyRunOfEightBytesMayBeTheLargestNumbers() {
        for (int at = 0; at + 8 <= good.length; at++) {
            byte[] largest = good.clone();
            Arrays.fill(largest, at, at + 8, (byte) 0xff);
            read(largest, "-1 at " + at);
            largest[at + 7] = 0x7f;
            read(largest, "the largest number at " + at);
            Arrays.fill(largest, at + 4, at + 8, (byte) 0);
            read(largest, "the largest unsigned int at " + at);
        }
    }

    @Test
    void everyCutBeforeTheLastTensorsEndIsRefused() {
        byte[] whole = SmallModelFile.bytes(new GgufWriter().put("general.name", "x")
                .tensor("first", BlockFormats.Q8_0, new float[64], 32, 2)
                .tensor("last", BlockFormats.F32, new float[8], 8));
        for (int length = 0; length < whole.length; length++) {
            assertThat(read(Arrays.copyOf(whole, length), "cut to " + length)).as("cut to %d", length).isFalse();
        }
        assertThat(read(whole, "whole")).isTrue();
    }

    @Test
    void whatFollowsTheDataDoesNotMatter() {
        assertThat(read(Arrays.copyOf(good, good.length + 7), "with 7 bytes more")).isTrue();
    }

    /** Whether a file can be read; what it holds is then taken out. */
    private boolean read(byte[] bytes, String what) {
        long before = threads.getCurrentThreadAllocatedBytes();
        InvalidModelFile refusal = null;
        try (GgufFile file = SmallModelFile.open(bytes)) {
            file.tensors().forEach(Tensor::values);
        } catch (InvalidModelFile refused) {
            refusal = refused;
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(allocated).as(what).isLessThan(MOST_ALLOCATED);
        if (refusal != null) {
            assertThat(refusal.getMessage()).as(what).startsWith("small.gguf: " + refusal.field()).contains("expected");
        }
        return refusal == null;
    }
}
