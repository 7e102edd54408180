package dev.drover.engine.cache;

import dev.drover.engine.kernel.KernelLevel;
import dev.drover.engine.network.Batch;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Where keys and values lie: every place belongs to one head of one layer, and memory follows the length. */
class CacheLayoutTest {

    private static final int POSITIONS = KernelLevel.POSITIONS;

    @ParameterizedTest
    @CsvSource({"1, 2", "2, 16", "5, 6"})
    void keysAndValuesOfAllHeadsTileALayer(int heads, int headSize) {
        CacheShape shape = new CacheShape(3, heads, headSize);
        int[] owners = new int[shape.layerNumbers()];
        for (int head = 0; head < heads; head++) {
            for (int i = 0; i < headSize * POSITIONS; i++) {
                owners[shape.keys(head) + i]++;
                owners[shape.values(head) + i]++;
            }
        }
        assertThat(Arrays.stream(owners)).allMatch(count -> count == 1);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "63, 1", "64, 1", "65, 2", "128, 2", "129, 3"})
    void memoryIsCountedInWholeBlocks(int tokens, int blocks) {
        CacheShape shape = new CacheShape(2, 3, 32);
        long numbers = blocks * 2L * 3 * 32 * 2 * POSITIONS;
        assertThat(shape.bytes(tokens, CacheFormat.F32)).isEqualTo(4 * numbers);
        assertThat(shape.bytes(tokens, CacheFormat.F16)).isEqualTo(2 * numbers);
        assertThat(shape.bytes(tokens, CacheFormat.Q8_0)).isEqualTo(numbers + numbers / 8);
    }

    @Test
    void aShapeThatNoArrayCouldHoldIsRefused() {
        assertThatThrownBy(() -> new CacheShape(1, 1 << 15, 1 << 10)).isInstanceOf(ArithmeticException.class);
        assertThat(new CacheShape(100, 8, 128).bytes(Integer.MAX_VALUE, CacheFormat.F32)).isGreaterThan(1L << 40);
    }

    @Test
    void roomIsNeverGivenBackByAskingForLess() {
        KeyValueCache cache = new KeyValueCache(new CacheShape(1, 1, 2));
        cache.reserve(300);
        CacheBlock first = cache.block(0);
        cache.reserve(10);
        assertThat(cache.block(299)).isNotNull();
        assertThat(cache.block(63)).isSameAs(first).isNotSameAs(cache.block(64));
    }

    @Test
    void aBatchOfAnyLengthKeepsItsRowsAndForgetsThemWhenCleared() {
        CacheShape shape = new CacheShape(1, 1, 2);
        KeyValueCache[] caches = {new KeyValueCache(shape), new KeyValueCache(shape)};
        Batch batch = new Batch();
        for (int round = 0; round < 2; round++) {
            int rows = 100 - 90 * round;
            for (int row = 0; row < rows; row++) {
                batch.add(caches[row % 2], row, 1000 + row, row % 3 == 0);
            }
            assertThat(batch.rows()).isEqualTo(rows);
            assertThat(batch.outputs()).isEqualTo((rows + 2) / 3);
            for (int row = 0; row < rows; row++) {
                assertThat(batch.token(row)).isEqualTo(1000 + row);
                assertThat(batch.position(row)).isEqualTo(row);
                assertThat(batch.cache(row)).isSameAs(caches[row % 2]);
            }
            for (int output = 0; output < batch.outputs(); output++) {
                assertThat(batch.outputRow(output)).isEqualTo(3 * output);
            }
            batch.clear();
            assertThat(batch.rows() + batch.outputs()).isZero();
            assertThatThrownBy(() -> batch.cache(0)).hasMessage("row: 0 (expected: below 0)");
        }
    }
}
