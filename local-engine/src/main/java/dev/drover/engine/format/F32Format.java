package dev.drover.engine.format;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Numbers as they are: 4 bytes each. */
public final class F32Format implements BlockFormat {

    F32Format() {}

    @Override
    public String name() {
        return "f32";
    }

    @Override
    public int id() {
        return 0;
    }

    @Override
    public int fileType() {
        return 0;
    }

    @Override
    public int blockSize() {
        return 1;
    }

    @Override
    public int blockBytes() {
        return Float.BYTES;
    }

    @Override
    public void quantize(float[] source, int from, int count, MemorySegment target, long offset) {
        MemorySegment.copy(MemorySegment.ofArray(source), ValueLayout.JAVA_FLOAT, (long) from * Float.BYTES, target,
                LittleEndian.FLOAT, offset, count);
    }

    @Override
    public void dequantize(MemorySegment source, long offset, float[] target, int from, int count) {
        MemorySegment.copy(source, LittleEndian.FLOAT, offset, target, from, count);
    }
}
