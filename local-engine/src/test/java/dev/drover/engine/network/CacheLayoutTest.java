package dev.drover.engine.network;

import dev.drover.engine.kernel.KernelLevel;
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
    @CsvSource({"1, 1, 2", "3, 2, 16", "2, 5, 6"})
    void keysAndValuesOfAllHeadsTileAChunk(int layers, int heads, int headSize) {
        CacheShape shape = new CacheShape(layers, heads, headSize);
        int[] owners = new int[shape.chunkFloats()];
        for (int layer = 0; layer < layers; layer++) {
            for (int head = 0; head < heads; head++) {
                for (int i = 0; i < headSize * POSITIONS; i++) {
                    owners[shape.keys(layer, head) + i]++;
                    owners[shape.values(layer, head) + i]++;
                }
            }
        }
        assertThat(Arrays.stream(owners)).allMatch(count -> count == 1);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "63, 1", "64, 1", "65, 2", "128, 2", "129, 3"})
    void memoryIsCountedInWholeChunks(int tokens, int chunks) {
        CacheShape shape = new CacheShape(2, 3, 8);
        assertThat(shape.bytes(tokens)).isEqualTo(chunks * 2L * 3 * 8 * 2 * POSITIONS * Float.BYTES);
    }

    @Test
    void aCacheThatNoArrayCouldHoldIsRefused() {
        assertThatThrownBy(() -> new CacheShape(1 << 15, 1 << 10, 1 << 10).chunkFloats())
                .isInstanceOf(ArithmeticException.class);
        assertThat(new CacheShape(100, 8, 128).bytes(Integer.MAX_VALUE)).isGreaterThan(1L << 40);
    }

    @Test
    void aCopyGoesItsOwnWayFromTheLengthItWasMadeAt() {
        KeyValueCache original = new KeyValueCache(new CacheShape(1, 1, 2));
        original.reserve(200);
        Arrays.fill(original.chunk(0), 1);
        Arrays.fill(original.chunk(64), 2);
        KeyValueCache copy = original.copy(65);
        original.chunk(64)[5] = 9;
        copy.chunk(0)[7] = 8;
        assertThat(copy.chunk(127)[5]).isEqualTo(2);
        assertThat(original.chunk(63)[7]).isEqualTo(1);
        assertThatThrownBy(() -> copy.chunk(128)).as("what lies beyond is not copied")
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> original.copy(0).chunk(0)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void memoryBeyondALengthIsGivenBackAndTheRestKept() {
        KeyValueCache cache = new KeyValueCache(new CacheShape(1, 1, 2));
        cache.reserve(300);
        float[] first = cache.chunk(0);
        cache.reserve(10);
        assertThat(cache.chunk(299)).as("room is never taken by asking for less").isNotNull();
        cache.truncate(64);
        assertThat(cache.chunk(63)).isSameAs(first);
        assertThatThrownBy(() -> cache.chunk(64)).isInstanceOf(IndexOutOfBoundsException.class);
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
