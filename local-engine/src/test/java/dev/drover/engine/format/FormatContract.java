package dev.drover.engine.format;

import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What every block format keeps to. */
abstract class FormatContract {

    /** The format under test. */
    abstract BlockFormat format();

    /** Numbers, one block or a few, whose stored form is known. */
    abstract float[] goldenNumbers();

    /** The stored form of {@link #goldenNumbers}, in hexadecimal digits. */
    abstract String goldenBytes();

    /** How far a restored number may be from the stored one, as a share of its block's largest magnitude. */
    abstract double errorShare();

    /** The largest whole number that a block multiplies with its scale; 1 where it has none. */
    int largestCode() {
        return 1;
    }

    /** Numbers that come back exactly from one block. */
    abstract float[] exactNumbers();

    @Test
    void goldenNumbersBecomeGoldenBytes() {
        assertThat(HexFormat.of().formatHex(stored(goldenNumbers()))).isEqualTo(goldenBytes());
    }

    @Test
    void exactNumbersComeBackExactly() {
        float[] numbers = exactNumbers();
        assertThat(restored(stored(numbers), numbers.length)).containsExactly(numbers);
    }

    @Test
    void errorsStayWithinTheirBound() {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            float[] numbers = randomNumbers(random, 4 * 32, (float) Math.pow(10, random.nextInt(5) - 1));
            float[] back = restored(stored(numbers), numbers.length);
            for (int block = 0; block < numbers.length; block += 32) {
                double largest = 0;
                for (int i = block; i < block + 32; i++) {
                    largest = Math.max(largest, Math.abs(numbers[i]));
                }
                for (int i = block; i < block + 32; i++) {
                    assertThat(Math.abs((double) back[i] - numbers[i])).isLessThanOrEqualTo(largest * errorShare());
                }
            }
        }
    }

    @Test
    void whatWasRestoredIsStoredAsTheSameNumbers() {
        float[] once = restored(stored(randomNumbers(new Random(8), 320, 1)), 320);
        float[] twice = restored(stored(once), 320);
        for (int i = 0; i < 320; i++) {
            assertThat(twice[i]).isCloseTo(once[i], org.assertj.core.data.Offset.offset((float) (1e-3 * errorShare())));
        }
    }

    @Test
    void zerosAreStoredAndRestoredAsZeros() {
        for (float number : restored(stored(new float[64]), 64)) {
            assertThat(Math.abs(number)).isEqualTo(0f);
        }
    }

    @Test
    void numbersOfAnySizeStayWithinTheirBound() {
        for (int exponent = -12; exponent <= 15; exponent++) {
            float[] numbers = randomNumbers(new Random(exponent), 32, 0x1p-2f);
            float[] scaled = new float[32];
            double largest = 0;
            for (int i = 0; i < 32; i++) {
                scaled[i] = Math.scalb(numbers[i], exponent);
                largest = Math.max(largest, Math.abs(scaled[i]));
            }
            float[] back = restored(stored(scaled), 32);
            for (int i = 0; i < 32; i++) {
                assertThat(Math.abs((double) back[i] - scaled[i])).as("2^%d", exponent)
                        .isLessThanOrEqualTo(largest * errorShare() + 0x1p-24 * largestCode());
            }
        }
    }

    @Test
    void numbersTooSmallForAScaleBecomeNextToNothing() {
        for (float tiny : new float[] {Float.MIN_VALUE, 1e-42f, 1e-39f, Float.MIN_NORMAL, 1e-30f, 1e-9f}) {
            float[] numbers = new float[32];
            for (int i = 0; i < 32; i++) {
                numbers[i] = i % 3 == 0 ? tiny : i % 3 == 1 ? -tiny : 0;
            }
            for (float back : restored(stored(numbers), 32)) {
                assertThat(back).isFinite();
                assertThat((double) Math.abs(back)).isLessThanOrEqualTo(tiny + 0x1p-24 * largestCode());
            }
        }
    }

    @Test
    void anOutlierCostsItsOwnBlockOnly() {
        float[] numbers = randomNumbers(new Random(10), 96, 1);
        float[] calm = restored(stored(numbers), 96);
        numbers[40] = 30_000;
        float[] back = restored(stored(numbers), 96);
        assertThat((double) back[40]).isCloseTo(30_000, org.assertj.core.data.Offset.offset(30_000 * 0x1p-10));
        assertThat(java.util.Arrays.copyOf(back, 32)).isEqualTo(java.util.Arrays.copyOf(calm, 32));
        assertThat(java.util.Arrays.copyOfRange(back, 64, 96)).isEqualTo(java.util.Arrays.copyOfRange(calm, 64, 96));
        for (int i = 32; i < 64; i++) {
            assertThat(Math.abs((double) back[i] - numbers[i])).isLessThanOrEqualTo(30_000 * errorShare());
        }
    }

    @Test
    void storingTwiceGivesTheSameBytes() {
        float[] numbers = randomNumbers(new Random(11), 256, 3);
        assertThat(stored(numbers)).isEqualTo(stored(numbers.clone()));
    }

    @Test
    void partsAreWrittenAndReadAtAnyPlace() {
        float[] numbers = randomNumbers(new Random(9), 192, 1);
        int bytes = (int) format().bytes(64);
        byte[] whole = stored(numbers);
        byte[] part = new byte[bytes + 5];
        format().quantize(numbers, 64, 64, MemorySegment.ofArray(part), 5);
        assertThat(java.util.Arrays.copyOfRange(part, 5, bytes + 5))
                .isEqualTo(java.util.Arrays.copyOfRange(whole, bytes, 2 * bytes));
        float[] back = new float[70];
        format().dequantize(MemorySegment.ofArray(part), 5, back, 6, 64);
        assertThat(java.util.Arrays.copyOfRange(back, 6, 70))
                .isEqualTo(java.util.Arrays.copyOfRange(restored(whole, 192), 64, 128));
    }

    @Test
    void sizesAreWholeBlocks() {
        assertThat(format().bytes(0)).isZero();
        assertThat(format().bytes(10L * format().blockSize())).isEqualTo(10L * format().blockBytes());
        assertThatThrownBy(() -> format().bytes(-1)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("count: -1");
        if (format().blockBytes() > format().blockSize()) {
            assertThatThrownBy(() -> format().bytes(Long.MAX_VALUE / 32 * 32)).isInstanceOf(ArithmeticException.class);
        }
    }

    @Test
    void theCatalogueFindsItByNameAndNumber() {
        assertThat(BlockFormats.named(format().name())).isSameAs(format());
        assertThat(BlockFormats.byId(format().id())).isSameAs(format());
        assertThat(BlockFormats.all()).contains(format());
    }

    byte[] stored(float[] numbers) {
        byte[] bytes = new byte[(int) format().bytes(numbers.length)];
        format().quantize(numbers, 0, numbers.length, MemorySegment.ofArray(bytes), 0);
        return bytes;
    }

    float[] restored(byte[] bytes, int count) {
        float[] numbers = new float[count];
        format().dequantize(MemorySegment.ofArray(bytes), 0, numbers, 0, count);
        return numbers;
    }

    static float[] randomNumbers(Random random, int count, float scale) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) random.nextGaussian() * scale;
        }
        return numbers;
    }

    /** 32 numbers from a formula. */
    static float[] ramp(float start, float step) {
        float[] numbers = new float[32];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = start + i * step;
        }
        return numbers;
    }
}
