package dev.drover.engine.format;

import java.lang.foreign.MemorySegment;

/**
 * The upper half of single precision: 2 bytes a number, rounded to nearest even. What is no number stays so, with the
 * bit set that makes it quiet.
 */
public final class BF16Format implements BlockFormat {

    private static final int QUIET = 0x40;

    BF16Format() {}

    @Override
    public String name() {
        return "bf16";
    }

    @Override
    public int id() {
        return 30;
    }

    @Override
    public int fileType() {
        return 32;
    }

    @Override
    public int blockSize() {
        return 1;
    }

    @Override
    public int blockBytes() {
        return Short.BYTES;
    }

    @Override
    public void quantize(float[] source, int from, int count, MemorySegment target, long offset) {
        for (int i = 0; i < count; i++) {
            target.set(LittleEndian.SHORT, offset + (long) i * Short.BYTES, bits(source[from + i]));
        }
    }

    @Override
    public void dequantize(MemorySegment source, long offset, float[] target, int from, int count) {
        for (int i = 0; i < count; i++) {
            target[from + i] = number(source.get(LittleEndian.SHORT, offset + (long) i * Short.BYTES));
        }
    }

    /** The number of 16 bits. */
    public static float number(short bits) {
        return Float.intBitsToFloat(bits << Short.SIZE);
    }

    private static short bits(float number) {
        int bits = Float.floatToRawIntBits(number);
        if (Float.isNaN(number)) {
            return (short) ((bits >> Short.SIZE) | QUIET);
        }
        int even = (bits >> Short.SIZE) & 1;
        return (short) ((bits + 0x7fff + even) >> Short.SIZE);
    }
}
