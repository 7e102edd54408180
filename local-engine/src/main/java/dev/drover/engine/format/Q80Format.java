package dev.drover.engine.format;

import java.lang.foreign.MemorySegment;

/**
 * Blocks of 32 numbers in 34 bytes: a half-precision scale {@code d}, then 32 signed bytes {@code q}; a number is
 * {@code d * q}. The scale is the largest magnitude over 127, so the error is at most half of it (plus the scale's own
 * rounding).
 */
final class Q80Format extends CodedFormat {

    private static final int SIZE = 32;

    Q80Format() {
        super(new Label("q8_0", 8, 7, SIZE, 34), Coding.signedBytes(), Run.plain(2, 0, 8), Run.plain(18, 0, 8));
    }

    @Override
    void quantize(float[] source, int from, MemorySegment target, long at) {
        float largest = 0;
        for (int i = 0; i < SIZE; i++) {
            largest = Math.max(largest, Math.abs(source[from + i]));
        }
        float scale = largest / 127;
        float inverse = scale == 0 ? 0 : 1 / scale;
        putHalf(target, at, scale);
        int[] codes = new int[SIZE];
        for (int i = 0; i < SIZE; i++) {
            codes[i] = zero() + rounded(source[from + i] * inverse);
        }
        putCodes(codes, target, at);
    }

    /** Halves away from zero, as C's {@code roundf}. */
    private static int rounded(float value) {
        return (int) (value + Math.copySign(0.5, value));
    }
}
