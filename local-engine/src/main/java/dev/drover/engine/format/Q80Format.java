package dev.drover.engine.format;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Blocks of 32 numbers in 34 bytes: a half-precision scale {@code d}, then 32 signed bytes {@code q}; a number is
 * {@code d * q}. The scale is the largest magnitude over 127, so the error is at most half of it (plus the scale's own
 * rounding).
 */
public final class Q80Format implements BlockFormat {

    private static final int SIZE = 32;
    private static final int BYTES = Short.BYTES + SIZE;

    Q80Format() {}

    @Override
    public String name() {
        return "q8_0";
    }

    @Override
    public int id() {
        return 8;
    }

    @Override
    public int fileType() {
        return 7;
    }

    @Override
    public int blockSize() {
        return SIZE;
    }

    @Override
    public int blockBytes() {
        return BYTES;
    }

    @Override
    public void quantize(float[] source, int from, int count, MemorySegment target, long offset) {
        for (int block = 0; block < count / SIZE; block++) {
            int first = from + block * SIZE;
            long at = offset + (long) block * BYTES;
            float largest = 0;
            for (int i = 0; i < SIZE; i++) {
                largest = Math.max(largest, Math.abs(source[first + i]));
            }
            float scale = largest / 127;
            float inverse = scale == 0 ? 0 : 1 / scale;
            target.set(LittleEndian.SHORT, at, Float.floatToFloat16(scale));
            for (int i = 0; i < SIZE; i++) {
                target.set(ValueLayout.JAVA_BYTE, at + Short.BYTES + i, (byte) rounded(source[first + i] * inverse));
            }
        }
    }

    /** Halves away from zero, as C's {@code roundf}. */
    private static int rounded(float value) {
        return (int) (value + Math.copySign(0.5, value));
    }

    @Override
    public void dequantize(MemorySegment source, long offset, float[] target, int from, int count) {
        for (int block = 0; block < count / SIZE; block++) {
            long at = offset + (long) block * BYTES;
            float scale = Float.float16ToFloat(source.get(LittleEndian.SHORT, at));
            for (int i = 0; i < SIZE; i++) {
                target[from + block * SIZE + i] = scale * source.get(ValueLayout.JAVA_BYTE, at + Short.BYTES + i);
            }
        }
    }
}
