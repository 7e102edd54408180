package dev.drover.engine.format;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Blocks of 32 numbers in 18 bytes: a half-precision scale {@code d}, then 16 bytes, byte {@code i} with number
 * {@code i} in its low half and number {@code i + 16} in its high half, each 0 to 15; a number is {@code d * (q - 8)}.
 * The scale is the number of largest magnitude over -8, so that this one is exact and the others are within {@code |d|}
 * (within half of it but for those near the other end of the range).
 */
public final class Q40Format implements BlockFormat {

    private static final int SIZE = 32;
    private static final int HALF = SIZE / 2;
    private static final int BYTES = Short.BYTES + HALF;

    Q40Format() {}

    @Override
    public String name() {
        return "q4_0";
    }

    @Override
    public int id() {
        return 2;
    }

    @Override
    public int fileType() {
        return 2;
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
            float extreme = 0;
            for (int i = 0; i < SIZE; i++) {
                if (Math.abs(source[first + i]) > Math.abs(extreme)) {
                    extreme = source[first + i];
                }
            }
            float scale = extreme / -8;
            float inverse = scale == 0 ? 0 : 1 / scale;
            target.set(LittleEndian.SHORT, at, Float.floatToFloat16(scale));
            for (int i = 0; i < HALF; i++) {
                int low = Math.min(15, (int) (source[first + i] * inverse + 8.5f));
                int high = Math.min(15, (int) (source[first + HALF + i] * inverse + 8.5f));
                target.set(ValueLayout.JAVA_BYTE, at + Short.BYTES + i, (byte) (low | high << 4));
            }
        }
    }

    @Override
    public void dequantize(MemorySegment source, long offset, float[] target, int from, int count) {
        for (int block = 0; block < count / SIZE; block++) {
            int first = from + block * SIZE;
            long at = offset + (long) block * BYTES;
            float scale = Float.float16ToFloat(source.get(LittleEndian.SHORT, at));
            for (int i = 0; i < HALF; i++) {
                int pair = source.get(ValueLayout.JAVA_BYTE, at + Short.BYTES + i);
                target[first + i] = scale * ((pair & 15) - 8);
                target[first + HALF + i] = scale * ((pair >> 4 & 15) - 8);
            }
        }
    }
}
