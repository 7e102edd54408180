package dev.drover.engine.format;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Eight steps of scales and eight of offsets, 6 bits each, in 12 bytes. The first four scales are in bytes 0 to 3, the
 * first four offsets in bytes 4 to 7, six bits each; the lower four bits of the others are in bytes 8 to 11, those of a
 * scale below those of an offset, and their upper two bits above the six of bytes 0 to 7.
 */
final class SixBitSteps {

    static final int HIGHEST = 63;

    private static final int HALF = 4;
    private static final int BYTES = 12;

    private SixBitSteps() {}

    static int scale(MemorySegment source, long at, int group) {
        if (group < HALF) {
            return source.get(ValueLayout.JAVA_BYTE, at + group) & HIGHEST;
        }
        return (source.get(ValueLayout.JAVA_BYTE, at + HALF + group) & 15)
                | (((source.get(ValueLayout.JAVA_BYTE, at + group - HALF) >> 6) & 3) << 4);
    }

    static int offset(MemorySegment source, long at, int group) {
        if (group < HALF) {
            return source.get(ValueLayout.JAVA_BYTE, at + HALF + group) & HIGHEST;
        }
        return ((source.get(ValueLayout.JAVA_BYTE, at + HALF + group) >> 4) & 15)
                | (((source.get(ValueLayout.JAVA_BYTE, at + group) >> 6) & 3) << 4);
    }

    static void put(SteppedBlock block, MemorySegment target, long at) {
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
