package dev.drover.engine.format;

import java.util.HexFormat;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Blocks of 32 codes whose values are looked up. */
class TableFormatsTest {

    @Nested
    class Iq4NlTest extends FormatContract {

        @Override
        BlockFormat format() {
            return BlockFormats.IQ4_NL;
        }

        @Override
        double errorShare() {
            return 0.14;
        }

        @Override
        int largestCode() {
            return 127;
        }

        @Test
        void theNearestOfTheTableIsTaken() {
            CodedFormat coded = (CodedFormat) format();
            for (double value = -140; value <= 140; value += 0.25) {
                int chosen = coded.nearest(value);
                for (int code = 0; code < 16; code++) {
                    assertThat(Math.abs(coded.value(chosen) - value))
                            .isLessThanOrEqualTo(Math.abs(coded.value(code) - value));
                }
            }
        }
    }

    @Nested
    class Mxfp4Test extends FormatContract {

        @Override
        BlockFormat format() {
            return BlockFormats.MXFP4;
        }

        @Override
        double errorShare() {
            return 0.25;
        }

        @Override
        double outlierShare() {
            return 0.25;
        }

        @Test
        void aBlockWorkedOutByHandIsStoredSo() {
            float[] numbers = ramp(0, 0);
            numbers[0] = 6;
            numbers[1] = -0.5f;
            numbers[2] = 2.6f;
            numbers[16] = -3;
            // 6 is the highest value with the exponent 0, stored as 127; 2.6 is nearer to 3 than to 2
            assertThat(HexFormat.of().formatHex(stored(numbers)))
                    .isEqualTo("7f" + "d7" + "09" + "05" + "00".repeat(13));
        }

        @Test
        void theHighestPowersAndTheLowestStayFinite() {
            for (float extreme : new float[] {Float.MAX_VALUE, 0x1p-126f, 0x1p-128f}) {
                float[] numbers = ramp(extreme, 0);
                for (float back : restored(stored(numbers), 32)) {
                    assertThat(back).isFinite();
                    assertThat((double) back).isBetween(0.6 * extreme, 1.4 * extreme);
                }
            }
        }
    }
}
