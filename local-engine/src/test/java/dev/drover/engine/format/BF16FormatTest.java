package dev.drover.engine.format;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BF16FormatTest extends FormatContract {

    @Override
    BlockFormat format() {
        return BlockFormats.BF16;
    }

    @Override
    float[] goldenNumbers() {
        return new float[] {1, -2.5f, 3.3895314e38f, 1f / 3, 0x1.01p0f, 0x1.03p0f};
    }

    @Override
    String goldenBytes() {
        return "803f" + "20c0" + "7f7f" + "ab3e" + "803f" + "823f";
    }

    @Override
    double errorShare() {
        return 0x1p-8;
    }

    @Override
    double outlierShare() {
        return errorShare();
    }

    @Override
    float[] exactNumbers() {
        return new float[] {0.5f, -1024, 0x1p-133f, 255};
    }

    @Test
    void everyNumberComesBackAsItself() {
        byte[] all = new byte[2 << 16];
        for (int bits = 0; bits < 1 << 16; bits++) {
            all[2 * bits] = (byte) bits;
            all[2 * bits + 1] = (byte) (bits >> 8);
        }
        float[] numbers = restored(all, 1 << 16);
        byte[] again = stored(numbers);
        for (int bits = 0; bits < 1 << 16; bits++) {
            assertThat(Float.floatToRawIntBits(numbers[bits])).isEqualTo(bits << 16);
            int back = again[2 * bits] & 0xff | (again[2 * bits + 1] & 0xff) << 8;
            assertThat(back).isEqualTo(Float.isNaN(numbers[bits]) ? bits | 0x40 : bits);
        }
    }

    @Test
    void numbersNextToTheLargestBecomeInfiniteAndNoneBecomesNothing() {
        assertThat(restored(stored(new float[] {Float.MAX_VALUE, -Float.MAX_VALUE}), 2))
                .containsExactly(Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY);
        assertThat(restored(stored(new float[] {Float.NaN, Float.intBitsToFloat(0x7f80_0001)}), 2))
                .containsOnly(Float.NaN);
    }
}
