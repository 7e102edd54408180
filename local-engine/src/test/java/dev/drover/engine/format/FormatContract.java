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
