package dev.drover.engine.format;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Blocks of 256 numbers that begin with the factors of scales and of offsets in half precision, then eight steps of scales
 * and eight of offsets, 6 bits each, in 12 bytes. The first four scales are in bytes 0 to 3 of those, the first four offsets
 * in bytes 4 to 7, six bits each; the lower four bits of the others are in bytes 8 to 11, those of a scale below those of an
 * offset, and their upper two bits above the six of bytes 0 to 7. A number is {@code d * step * q - m * offsetStep}.
 */
abstract class SixBitStepFormat extends CodedFormat {

    private static final int STEPS_AT = 4;
    private static final int HIGHEST = 63;
    private static final int HALF = 4;
    private static final int BYTES = 12;

    SixBitStepFormat(Label label, int bits, Run... runs) {
        super(label, Coding.ofStepsWithOffsets(bits, 32), runs);
    }

    @Override
    public final int step(MemorySegment source, long at, int group) {
        return scaleStepAt(source, at + STEPS_AT, group);
    }

    @Override
    public final float offsetFactor(MemorySegment source, long at) {
        return -half(source, at + Short.BYTES);
    }

    @Override
    public final int offsetStep(MemorySegment source, long at, int group) {
        return offsetStepAt(source, at + STEPS_AT, group);
    }

    @Override
    final void quantize(float[] source, int from, MemorySegment target, long at) {
        SteppedBlock block = new SteppedBlock(this, source, from, 0, HIGHEST);
        putHalf(target, at, block.factor());
        putHalf(target, at + Short.BYTES, -block.offsetFactor());
        put(block, target, at + STEPS_AT);
        putCodes(block.codes(), target, at);
    }

    private static int scaleStepAt(MemorySegment source, long at, int group) {
        if (group < HALF) {
            return source.get(ValueLayout.JAVA_BYTE, at + group) & HIGHEST;
        }
        return (source.get(ValueLayout.JAVA_BYTE, at + HALF + group) & 15)
                | (((source.get(ValueLayout.JAVA_BYTE, at + group - HALF) >> 6) & 3) << 4);
    }

    private static int offsetStepAt(MemorySegment source, long at, int group) {
        if (group < HALF) {
            return source.get(ValueLayout.JAVA_BYTE, at + HALF + group) & HIGHEST;
        }
        return ((source.get(ValueLayout.JAVA_BYTE, at + HALF + group) >> 4) & 15)
                | (((source.get(ValueLayout.JAVA_BYTE, at + group) >> 6) & 3) << 4);
    }

    private static void put(SteppedBlock block, MemorySegment target, long at) {
        byte[] bytes = new byte[BYTES];
        for (int i = 0; i < HALF; i++) {
            int scale = block.step(i + HALF);
            int offset = block.offsetStep(i + HALF);
            bytes[i] = (byte) (block.step(i) | (scale >> 4 << 6));
            bytes[HALF + i] = (byte) (block.offsetStep(i) | (offset >> 4 << 6));
            bytes[2 * HALF + i] = (byte) ((scale & 15) | ((offset & 15) << 4));
        }
        MemorySegment.copy(MemorySegment.ofArray(bytes), 0, target, at, BYTES);
    }
}
