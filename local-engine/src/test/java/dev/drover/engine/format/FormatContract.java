package dev.drover.engine.format;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What every block format keeps to. */
abstract class FormatContract {

    /** The format under test. */
    abstract BlockFormat format();

    /** Numbers, one block or a few, whose stored form is known; a golden block's where not said otherwise. */
    float[] goldenNumbers() {
        return GoldenBlocks.of(format()).getFirst().numbers();
    }

    /** The stored form of {@link #goldenNumbers}, in hexadecimal digits. */
    String goldenBytes() {
        return HexFormat.of().formatHex(GoldenBlocks.of(format()).getFirst().bytes());
    }

    /** How far a restored number may be from the stored one, as a share of its block's largest magnitude. */
    abstract double errorShare();

    /** The largest whole number that a block multiplies with its scale; 1 where it has none. */
    int largestCode() {
        return 1;
    }

    /** Numbers that come back exactly from one block. */
    float[] exactNumbers() {
        return GoldenBlocks.of(format()).get(1).numbers();
    }

    /** How far a number may move when what was restored is stored again, as a share of its block's largest magnitude. */
    double driftShare() {
        return 1e-3 * errorShare();
    }

    /** How far the largest number of a block with one outlier may be from it, as a share of it. */
    double outlierShare() {
        return 0x1p-10;
    }

    /** How many numbers an error can spread over. */
    final int block() {
        return Math.max(32, format().blockSize());
    }

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
        for (int round = 0; round < 50; round++) {
            float[] numbers = randomNumbers(random, 4 * block(), (float) Math.pow(10, random.nextInt(5) - 1));
            assertThat(errorShare(numbers, restored(stored(numbers), numbers.length)))
                    .isLessThanOrEqualTo(errorShare());
        }
    }

    @Test
    void errorsStayWithinTheirBoundBesideOutliers() {
        Random random = new Random(17);
        for (int round = 0; round < 50; round++) {
            float[] numbers = randomNumbers(random, 4 * block(), 1);
            for (int i = 0; i < 4; i++) {
                numbers[random.nextInt(numbers.length)] *= (float) Math.pow(10, 3 * random.nextDouble());
            }
            assertThat(errorShare(numbers, restored(stored(numbers), numbers.length)))
                    .isLessThanOrEqualTo(errorShare());
        }
    }

    @Test
    void whatWasRestoredIsStoredAsTheSameNumbers() {
        Random random = new Random(8);
        for (int round = 0; round < 20; round++) {
            float[] once = restored(stored(randomNumbers(random, 4 * block(), 1)), 4 * block());
            float[] twice = restored(stored(once), 4 * block());
            assertThat(errorShare(once, twice)).isLessThanOrEqualTo(driftShare());
        }
    }

    /** The largest error, as a share of the largest magnitude of its block. */
    double errorShare(float[] numbers, float[] back) {
        double worst = 0;
        for (int first = 0; first < numbers.length; first += block()) {
            double largest = 0;
            double error = 0;
            for (int i = first; i < first + block(); i++) {
                largest = Math.max(largest, Math.abs(numbers[i]));
                error = Math.max(error, Math.abs((double) back[i] - numbers[i]));
            }
            worst = Math.max(worst, error / largest);
        }
        return worst;
    }

    @Test
    void zerosAreStoredAndRestoredAsZeros() {
        for (float number : restored(stored(new float[2 * block()]), 2 * block())) {
            assertThat(Math.abs(number)).isEqualTo(0f);
        }
    }

    @Test
    void numbersOfAnySizeStayWithinTheirBound() {
        for (int exponent = -12; exponent <= 15; exponent++) {
            float[] numbers = randomNumbers(new Random(exponent), block(), 0x1p-2f);
            float[] scaled = new float[block()];
            double largest = 0;
            for (int i = 0; i < block(); i++) {
                scaled[i] = Math.scalb(numbers[i], exponent);
                largest = Math.max(largest, Math.abs(scaled[i]));
            }
            float[] back = restored(stored(scaled), block());
            for (int i = 0; i < block(); i++) {
                assertThat(Math.abs((double) back[i] - scaled[i])).as("2^%d", exponent)
                        .isLessThanOrEqualTo(largest * errorShare() + 0x1p-24 * largestCode());
            }
        }
    }

    @Test
    void numbersTooSmallForAScaleBecomeNextToNothing() {
        for (float tiny : new float[] {Float.MIN_VALUE, 1e-42f, 1e-39f, Float.MIN_NORMAL, 1e-30f, 1e-9f}) {
            float[] numbers = new float[block()];
            for (int i = 0; i < block(); i++) {
                numbers[i] = i % 3 == 0 ? tiny : i % 3 == 1 ? -tiny : 0;
            }
            for (float back : restored(stored(numbers), block())) {
                assertThat(back).isFinite();
                assertThat((double) Math.abs(back)).isLessThanOrEqualTo(tiny + 0x1p-24 * largestCode());
            }
        }
    }

    @Test
    void numbersOfOneValueOrOneSignStayWithinTheirBound() {
        for (float value : new float[] {1, -1, 0.3f, -700}) {
            float[] same = new float[block()];
            float[] grow = new float[block()];
            for (int i = 0; i < block(); i++) {
                same[i] = value;
                grow[i] = value * (1 + i);
            }
            assertThat(errorShare(same, restored(stored(same), block()))).isLessThanOrEqualTo(errorShare());
            assertThat(errorShare(grow, restored(stored(grow), block()))).isLessThanOrEqualTo(errorShare());
        }
    }

    @Test
    void anOutlierCostsItsOwnBlockOnly() {
        float[] numbers = randomNumbers(new Random(10), 3 * block(), 1);
        float[] calm = restored(stored(numbers), 3 * block());
        int place = block() + 8;
        numbers[place] = 30_000;
        float[] back = restored(stored(numbers), 3 * block());
        assertThat((double) back[place]).isCloseTo(30_000, Offset.offset(30_000 * outlierShare()));
        assertThat(Arrays.copyOf(back, block())).isEqualTo(Arrays.copyOf(calm, block()));
        assertThat(Arrays.copyOfRange(back, 2 * block(), 3 * block()))
                .isEqualTo(Arrays.copyOfRange(calm, 2 * block(), 3 * block()));
        assertThat(errorShare(numbers, back)).isLessThanOrEqualTo(errorShare());
    }

    @Test
    void storingTwiceGivesTheSameBytes() {
        float[] numbers = randomNumbers(new Random(11), 2 * block(), 3);
        assertThat(stored(numbers)).isEqualTo(stored(numbers.clone()));
    }

    @Test
    void partsAreWrittenAndReadAtAnyPlace() {
        int part = 2 * block();
        float[] numbers = randomNumbers(new Random(9), 3 * part, 1);
        int bytes = (int) format().bytes(part);
        byte[] whole = stored(numbers);
        byte[] target = new byte[bytes + 8];
        Arrays.fill(target, (byte) 0xa5);
        format().quantize(numbers, part, part, MemorySegment.ofArray(target), 5);
        assertThat(Arrays.copyOfRange(target, 5, bytes + 5)).isEqualTo(Arrays.copyOfRange(whole, bytes, 2 * bytes));
        for (int i : new int[] {0, 4, bytes + 5, bytes + 7}) {
            assertThat(target[i]).as("byte %d, beside the part", i).isEqualTo((byte) 0xa5);
        }
        float[] back = new float[part + 6];
        format().dequantize(MemorySegment.ofArray(target), 5, back, 6, part);
        assertThat(Arrays.copyOfRange(back, 6, part + 6))
                .isEqualTo(Arrays.copyOfRange(restored(whole, 3 * part), part, 2 * part));
    }

    @Test
    void sizesAreWholeBlocks() {
        assertThat(format().bytes(0)).isZero();
        assertThat(format().bytes(10L * format().blockSize())).isEqualTo(10L * format().blockBytes());
        assertThatThrownBy(() -> format().bytes(-1)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("count: -1");
        if (format().blockBytes() > format().blockSize()) {
            assertThatThrownBy(() -> format().bytes(Long.MAX_VALUE / 256 * 256))
                    .isInstanceOf(ArithmeticException.class);
        }
    }

    @Test
    void runsThatAreNoWholeBlocksAreRefusedWithTheBlocksSize() {
        int size = format().blockSize();
        for (int count : new int[] {1, size - 1, size + 1, 3 * size / 2}) {
            if (count % size != 0) {
                float[] numbers = new float[2 * size];
                MemorySegment bytes = MemorySegment.ofArray(new byte[2 * format().blockBytes()]);
                String refusal = "count: " + count + " (expected: a multiple of " + size + " for " + format().name()
                        + ")";
                assertThatThrownBy(() -> format().bytes(count)).hasMessage(refusal);
                assertThatThrownBy(() -> format().quantize(numbers, 0, count, bytes, 0)).hasMessage(refusal);
                assertThatThrownBy(() -> format().dequantize(bytes, 0, numbers, 0, count)).hasMessage(refusal);
            }
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
