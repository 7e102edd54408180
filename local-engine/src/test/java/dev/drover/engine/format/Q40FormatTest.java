package dev.drover.engine.format;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class Q40FormatTest extends FormatContract {

    @Override
    BlockFormat format() {
        return BlockFormats.Q4_0;
    }

    @Override
    float[] goldenNumbers() {
        return ramp(-1.5f, 0.1f);
    }

    @Override
    String goldenBytes() {
        return "66b28f7f7e6e6e5d5d4c4c3b3b2a2a191908";
    }

    @Override
    double errorShare() {
        return 1.0 / 8 + 0x1p-10;
    }

    @Override
    float[] exactNumbers() {
        float[] numbers = new float[32];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (i % 16 - 8) * 0.25f;
        }
        return numbers;
    }

    @Override
    int largestCode() {
        return 8;
    }

    @Test
    void aBlockWorkedOutByHandIsStoredSo() {
        float[] numbers = new float[32];
        numbers[0] = -8;
        numbers[1] = 7;
        numbers[2] = 0.5f;
        numbers[16] = 8;
        numbers[17] = -0.6f;
        // the first of equal magnitudes sets the scale, 1 (0x3c00); codes are 8 above the number, and 16 becomes 15
        assertThat(HexFormat.of().formatHex(stored(numbers))).isEqualTo("003c" + "f0" + "7f" + "89" + "88".repeat(13));
    }

    @Test
    void aPositiveExtremeTurnsTheScaleNegativeAndComesBackExactly() {
        float[] numbers = new float[32];
        numbers[5] = 4;
        numbers[6] = -3.5f;
        byte[] block = stored(numbers);
        assertThat(HexFormat.of().formatHex(block)).startsWith("00b8");
        assertThat(restored(block, 32)).containsSequence(4f, -3.5f);
    }

    @Test
    void zerosAreStoredWithAScaleOfZeroAndTheCodeOfZero() {
        assertThat(HexFormat.of().formatHex(stored(new float[32]))).isEqualTo("0080" + "88".repeat(16));
    }

    @Test
    void everyCodeIsRestoredInItsHalfOfTheByte() {
        byte[] block = new byte[18];
        block[1] = 0x3c;
        for (int i = 0; i < 16; i++) {
            block[2 + i] = (byte) (i | (15 - i) << 4);
        }
        float[] numbers = restored(block, 32);
        for (int i = 0; i < 16; i++) {
            assertThat(numbers[i]).isEqualTo(i - 8);
            assertThat(numbers[16 + i]).isEqualTo(7 - i);
        }
    }
}
