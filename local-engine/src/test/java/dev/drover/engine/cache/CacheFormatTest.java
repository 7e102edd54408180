package dev.drover.engine.cache;

import dev.drover.engine.kernel.KernelLevel;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What a block gives back is what was put there, as near as its format promises. */
class CacheFormatTest {

    private static final int POSITIONS = KernelLevel.POSITIONS;
    private static final CacheShape SHAPE = new CacheShape(2, 3, 64);

    private final SplittableRandom random = new SplittableRandom(7);

    /** Keys and values of all places, {@code [layer][head][place]}. */
    private float[][][][] fill(CacheBlock block, CacheShape shape) {
        float[][][][] all = new float[shape.layers()][shape.heads()][POSITIONS][];
        for (int layer = 0; layer < shape.layers(); layer++) {
            for (int head = 0; head < shape.heads(); head++) {
                for (int place = 0; place < POSITIONS; place++) {
                    float[] key = new float[shape.headSize() + 5];
                    float[] value = new float[shape.headSize() + 5];
                    for (int i = 0; i < key.length; i++) {
                        key[i] = (float) random.nextGaussian() * (1 + place);
                        value[i] = (float) random.nextGaussian() / (1 + place);
                    }
                    block.put(layer, head, place, key, value, 5);
                    all[layer][head][place] = new float[2 * shape.headSize()];
                    System.arraycopy(key, 5, all[layer][head][place], 0, shape.headSize());
                    System.arraycopy(value, 5, all[layer][head][place], shape.headSize(), shape.headSize());
                }
            }
        }
        return all;
    }

    private static void check(CacheBlock block, CacheShape shape, float[][][][] put, double error) {
        float[] room = new float[shape.headSize() * POSITIONS];
        int size = shape.headSize();
        for (int layer = 0; layer < shape.layers(); layer++) {
            for (int head = 0; head < shape.heads(); head++) {
                for (int place = 0; place < POSITIONS; place++) {
                    float[] expected = put[layer][head][place];
                    float[] keys = block.keys(layer, head, room);
                    for (int i = 0; i < size; i++) {
                        near(keys[block.keysAt(head) + i * POSITIONS + place], expected, i, error);
                    }
                    float[] values = block.values(layer, head, place + 1, room);
                    for (int i = 0; i < size; i++) {
                        near(values[block.valuesAt(head) + place * size + i], expected, size + i, error);
                    }
                }
            }
        }
    }

    /** The error is a share of the largest of the number's group of 32. */
    private static void near(float actual, float[] expected, int index, double error) {
        float largest = 0;
        for (int i = index / 32 * 32; i < Math.min(expected.length, index / 32 * 32 + 32); i++) {
            largest = Math.max(largest, Math.abs(expected[i]));
        }
        assertThat(Math.abs(actual - expected[index])).isLessThanOrEqualTo((float) (largest * error));
    }

    @ParameterizedTest
    @CsvSource({"F32, 0", "F16, 0.000489", "Q8_0, 0.00394"})
    void theErrorIsWhatTheFormatPromises(CacheFormat format, double error) {
        CacheBlock block = format.block(SHAPE);
        check(block, SHAPE, fill(block, SHAPE), error);
    }

    @ParameterizedTest
    @EnumSource(CacheFormat.class)
    void aCopyHoldsTheSameAndGoesItsOwnWay(CacheFormat format) {
        CacheBlock block = format.block(SHAPE);
        float[][][][] put = fill(block, SHAPE);
        CacheBlock copy = format.block(SHAPE);
        copy.copy(block);
        fill(block, SHAPE);
        check(copy, SHAPE, put, 0.00394);
    }

    @Test
    void headsThatDoNotDivideInto32AreStoredInHalves() {
        CacheShape odd = new CacheShape(1, 1, 20);
        CacheBlock block = CacheFormat.Q8_0.block(odd);
        check(block, odd, fill(block, odd), 0.000489);
        assertThat(odd.bytes(1, CacheFormat.Q8_0)).isEqualTo(odd.bytes(1, CacheFormat.F16));
    }

    @ParameterizedTest
    @EnumSource(CacheFormat.class)
    void zerosStayZeros(CacheFormat format) {
        CacheBlock block = format.block(SHAPE);
        block.put(1, 2, 3, new float[64], new float[64], 0);
        float[] keys = block.keys(1, 2, new float[64 * POSITIONS]);
        assertThat(keys[block.keysAt(2) + 3]).isZero();
    }

    @Test
    void aFormatIsFoundByItsNameOrRefusedWithThoseThereAre() {
        assertThat(CacheFormat.named("q8_0")).isEqualTo(CacheFormat.Q8_0);
        assertThat(CacheFormat.named("F16")).isEqualTo(CacheFormat.F16);
        assertThatThrownBy(() -> CacheFormat.named("q4_0")).hasMessage("cache: q4_0 (expected: one of f32, f16, q8_0)");
    }
}
