package dev.drover.engine.kernel;

import jdk.incubator.vector.FloatVector;

/** Rows of weights to plain numbers, with the same bits as the scalar reference. */
final class VectorUnpacks {

    private static final int BLOCK = 32;
    private static final int Q8_BYTES = 34;
    private static final int Q4_BYTES = 18;

    private VectorUnpacks() {}

    static void f32(long offset, float[] target, int at, int count) {
        for (int i = 0; i < count; i += Lanes.COUNT) {
            VectorDots.f32(offset + (long) i * Float.BYTES).intoArray(target, at + i);
        }
    }

    static void f16(long offset, float[] target, int at, int count) {
        for (int i = 0; i < count; i += Lanes.COUNT) {
            VectorDots.f16(offset + (long) i * Short.BYTES).intoArray(target, at + i);
        }
    }

    static void q80(long offset, float[] target, int at, int count) {
        if (Lanes.COUNT != 16) {
            q80Narrow(offset, target, at, count);
            return;
        }
        int blocks = count / BLOCK;
        for (int block = 0; block < blocks; block++) {
            long from = offset + (long) block * Q8_BYTES;
            FloatVector scale = VectorDots.scale(from);
            int to = at + block * BLOCK;
            VectorDots.signed(from + 2, 0).mul(scale).intoArray(target, to);
            VectorDots.signed(from + 18, 0).mul(scale).intoArray(target, to + 16);
        }
    }

    private static void q80Narrow(long offset, float[] target, int at, int count) {
        for (int i = 0; i < count; i += Lanes.BYTE_COUNT) {
            long block = offset + (long) (i / BLOCK) * Q8_BYTES;
            long place = block + Short.BYTES + i % BLOCK;
            FloatVector scale = VectorDots.scale(block);
            VectorDots.signed(place, 0).mul(scale).intoArray(target, at + i);
            if (Lanes.BYTE_PARTS > 1) {
                VectorDots.signed(place, 1).mul(scale).intoArray(target, at + i + Lanes.COUNT);
            }
        }
    }

    static void q40(long offset, float[] target, int at, int count) {
        if (Lanes.COUNT != 16) {
            q40Narrow(offset, target, at, count);
            return;
        }
        int blocks = count / BLOCK;
        for (int block = 0; block < blocks; block++) {
            long from = offset + (long) block * Q4_BYTES;
            FloatVector scale = VectorDots.scale(from);
            int to = at + block * BLOCK;
            VectorDots.nibble(from + 2, 0, 0).mul(scale).intoArray(target, to);
            VectorDots.nibble(from + 2, 0, 4).mul(scale).intoArray(target, to + 16);
        }
    }

    private static void q40Narrow(long offset, float[] target, int at, int count) {
        for (int i = 0; i < count; i += Lanes.BYTE_COUNT) {
            long block = offset + (long) (i / BLOCK) * Q4_BYTES;
            long place = block + Short.BYTES + i % (BLOCK / 2);
            int shift = i % BLOCK / (BLOCK / 2) * 4;
            FloatVector scale = VectorDots.scale(block);
            VectorDots.nibble(place, 0, shift).mul(scale).intoArray(target, at + i);
            if (Lanes.BYTE_PARTS > 1) {
                VectorDots.nibble(place, 1, shift).mul(scale).intoArray(target, at + i + Lanes.COUNT);
            }
        }
    }
}
