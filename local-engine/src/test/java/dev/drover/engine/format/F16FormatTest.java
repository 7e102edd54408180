package dev.drover.engine.format;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class F16FormatTest extends FormatContract {

    @Override
    BlockFormat format() {
        return BlockFormats.F16;
    }

    @Override
    float[] goldenNumbers() {
        return new float[] {1, -2.5f, 65504, 5.9604645e-8f, 1f / 3};
    }

    @Override
    String goldenBytes() {
        return "003c" + "00c1" + "ff7b" + "0100" + "5535";
    }

    @Override
    double errorShare() {
        return 0x1p-11;
    }

    @Override
    float[] exactNumbers() {
        return new float[] {0.5f, -1024, 6.1035156e-5f, 2047};
    }

    @Test
    void numbersBeyondTheRangeBecomeInfinite() {
        assertThat(restored(stored(new float[] {70_000, -70_000}), 2)).containsExactly(Float.POSITIVE_INFINITY,
                Float.NEGATIVE_INFINITY);
    }

    @Test
    void everyNumberOfHalfPrecisionComesBackAsItself() {
        byte[] all = new byte[2 << 16];
        for (int bits = 0; bits < 1 << 16; bits++) {
            all[2 * bits] = (byte) bits;
            all[2 * bits + 1] = (byte) (bits >> 8);
        }
        float[] numbers = restored(all, 1 << 16);
        byte[] again = stored(numbers);
        for (int bits = 0; bits < 1 << 16; bits++) {
            assertThat(bitsOf(numbers[bits])).as("bits %04x", bits).isEqualTo(bitsOf(meant(bits)));
            if (!Float.isNaN(numbers[bits])) {
                assertThat(again[2 * bits] & 0xff | (again[2 * bits + 1] & 0xff) << 8).isEqualTo(bits);
            }
        }
        assertThat(Arrays.mismatch(stored(restored(again, 1 << 16)), again)).isEqualTo(-1);
    }

    /** What the standard says 16 bits mean. */
    private static float meant(int bits) {
        int exponent = bits >> 10 & 31;
        int fraction = bits & 1023;
        double magnitude = exponent == 0 ? fraction * 0x1p-24
                : exponent == 31 ? fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN
                        : (1 + fraction / 1024.0) * Math.pow(2, exponent - 15);
        return (float) (bits >> 15 == 0 ? magnitude : -magnitude);
    }

    private static int bitsOf(float number) {
        return Float.floatToIntBits(number);
    }

    @Test
    void halfwayNumbersGoToTheEvenNeighbour() {
        for (int bits = 0; bits < 0x7bff; bits += 7) {
            float lower = meant(bits);
            float upper = meant(bits + 1);
            float middle = (lower + upper) / 2;
            float even = bits % 2 == 0 ? lower : upper;
            assertThat(restored(stored(new float[] {middle, Math.nextUp(middle), Math.nextDown(middle)}), 3))
                    .as("above bits %04x", bits)
                    .containsExactly(even, upper, lower);
        }
        assertThat(restored(stored(new float[] {65_519.996f, 65_520}), 2)).containsExactly(65_504,
                Float.POSITIVE_INFINITY);
    }
}
