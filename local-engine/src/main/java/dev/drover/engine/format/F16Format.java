package dev.drover.engine.format;

import java.lang.foreign.MemorySegment;

/** IEEE 754 half precision: 2 bytes a number, rounded to nearest even; beyond 65,504 they become infinite. */
public final class F16Format implements BlockFormat {

    F16Format() {}

    @Override
    public String name() {
        return "f16";
    }

    @Override
    public int id() {
        return 1;
    }

    @Override
    public int fileType() {
        return 1;
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
            target.set(LittleEndian.SHORT, offset + (long) i * Short.BYTES, Float.floatToFloat16(source[from + i]));
        }
    }

    @Override
    public void dequantize(MemorySegment source, long offset, float[] target, int from, int count) {
        for (int i = 0; i < count; i++) {
            target[from + i] = Float.float16ToFloat(source.get(LittleEndian.SHORT, offset + (long) i * Short.BYTES));
        }
    }
}
