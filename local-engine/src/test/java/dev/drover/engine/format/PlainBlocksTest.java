package dev.drover.engine.format;

import java.util.HexFormat;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Blocks of 32 numbers of 4 or 5 bits, whose scales follow from the extremes. */
class PlainBlocksTest {

    @Nested
    class Q41Test extends FormatContract {

        @Override
        BlockFormat format() {
            return BlockFormats.Q4_1;
        }

        @Override
        double errorShare() {
            return 1.0 / 15 + 0x1p-9;
        }

        @Override
        int largestCode() {
            return 15;
        }

        @Override
        double outlierShare() {
            return 0x1p-9;
        }

        @Test
        void aBlockWorkedOutByHandIsStoredSo() {
            float[] numbers = ramp(-2, 0);
            numbers[1] = 13;
            numbers[2] = 0.4f;
            numbers[16] = 0.6f;
            // the offset is -2 (0xc000), the scale 15 over 15 (0x3c00); codes are 2 above the number, rounded
            assertThat(HexFormat.of().formatHex(stored(numbers)))
                    .isEqualTo("003c" + "00c0" + "30" + "0f" + "02" + "00".repeat(13));
        }
    }

    @Nested
    class Q50Test extends FormatContract {

        @Override
        BlockFormat format() {
            return BlockFormats.Q5_0;
        }

        @Override
        double errorShare() {
            return 1.0 / 16 + 0x1p-10;
        }

        @Override
        int largestCode() {
            return 16;
        }

        @Test
        void aBlockWorkedOutByHandIsStoredSo() {
            float[] numbers = ramp(0, 0);
            numbers[0] = -16;
            numbers[1] = 15;
            numbers[16] = -1;
            numbers[31] = 16;
            // the scale is 1; codes are 16 above the number, and 32 becomes 31; only the first and that of -1 have no fifth bit
            assertThat(HexFormat.of().formatHex(stored(numbers)))
                    .isEqualTo("003c" + "fefffeff" + "f0" + "0f" + "00".repeat(13) + "f0");
        }
    }

    @Nested
    class Q51Test extends FormatContract {

        @Override
        BlockFormat format() {
            return BlockFormats.Q5_1;
        }

        @Override
        double errorShare() {
            return 1.0 / 31 + 0x1p-9;
        }

        @Override
        int largestCode() {
            return 31;
        }

        @Override
        double outlierShare() {
            return 0x1p-9;
        }

        @Test
        void aBlockWorkedOutByHandIsStoredSo() {
            float[] numbers = ramp(0, 1);
            // the offset is 0, the scale 1; number i has code i
            assertThat(HexFormat.of().formatHex(stored(numbers)))
                    .isEqualTo("003c" + "0000" + "0000ffff" + "00112233445566778899aabbccddeeff");
        }
    }
}
