package dev.drover.engine.format;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class Q80FormatTest extends FormatContract {

    @Override
    BlockFormat format() {
        return BlockFormats.Q8_0;
    }

    @Override
    float[] goldenNumbers() {
        return ramp(-1.5f, 0.1f);
    }

    @Override
    String goldenBytes() {
        return "7322899199a1a9b1b9c1c8d0d8e0e8f0f800081018202830383f474f575f676f777f";
    }

    @Override
    double errorShare() {
        return 0.5 / 127 + 0x1p-11;
    }

    @Override
    float[] exactNumbers() {
        float[] numbers = ramp(-31, 2);
        numbers[31] = 127;
        return numbers;
    }

    @Override
    int largestCode() {
        return 127;
    }

    @Test
    void aBlockWorkedOutByHandIsStoredSo() {
        float[] numbers = new float[32];
        numbers[0] = 127;
        numbers[1] = -127;
        numbers[2] = 0.5f;
        numbers[3] = -0.5f;
        numbers[4] = 1.49f;
        numbers[5] = 2.5f;
        numbers[6] = -2.5f;
        numbers[31] = 64;
        // scale 1 is 0x3c00; halves go away from zero
        assertThat(HexFormat.of().formatHex(stored(numbers)))
                .isEqualTo("003c" + "7f81" + "01ff" + "01" + "03fd" + "00".repeat(24) + "40");
    }

    @Test
    void zerosAreStoredWithAScaleOfZero() {
        assertThat(stored(new float[64])).isEqualTo(new byte[68]);
    }

    @Test
    void everyCodeIsRestoredAsItsMultipleOfTheScale() {
        for (int first = -128; first < 128; first += 32) {
            byte[] block = new byte[34];
            block[1] = 0x38;
            for (int i = 0; i < 32; i++) {
                block[2 + i] = (byte) (first + i);
            }
            assertThat(restored(block, 32)).containsExactly(ramp(first * 0.5f, 0.5f));
        }
    }
}
