package dev.drover.engine.kernel;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;

/** Rows of weights to plain numbers, with the same bits as the scalar reference. */
final class VectorUnpacks {

    private static final int BLOCK = 32;
    private static final int Q8_BYTES = 34;
    private static final int Q4_BYTES = 18;

    private VectorUnpacks() {}

    static void f16(MemorySegment data, long offset, float[] target, int at, int count) {
        for (int i = 0; i < count; i += Lanes.COUNT) {
            VectorDots.f16(data, offset + (long) i * Short.BYTES).intoArray(target, at + i);
        }
    }

    static void q80(MemorySegment data, long offset, float[] target, int at, int count) {
        for (int block = 0; block < count / BLOCK; block++) {
            long from = offset + (long) block * Q8_BYTES;
            FloatVector scale = VectorDots.scale(data, from);
            for (int i = 0; i < BLOCK; i += Lanes.BYTE_COUNT) {
                for (int part = 0; part < Lanes.BYTE_PARTS; part++) {
                    VectorDots.signed(data, from + Short.BYTES + i, part)
                            .mul(scale)
                            .intoArray(target, at + block * BLOCK + i + part * Lanes.COUNT);
                }
            }
        }
    }

    static void q40(MemorySegment data, long offset, float[] target, int at, int count) {
        for (int block = 0; block < count / BLOCK; block++) {
            long from = offset + (long) block * Q4_BYTES;
            FloatVector scale = VectorDots.scale(data, from);
            for (int half = 0; half < 2; half++) {
                for (int i = 0; i < BLOCK / 2; i += Lanes.BYTE_COUNT) {
                    for (int part = 0; part < Lanes.BYTE_PARTS; part++) {
                        VectorDots.nibble(data, from + Short.BYTES + i, part, half, scale)
                                .intoArray(target, at + block * BLOCK + half * (BLOCK / 2) + i + part * Lanes.COUNT);
                    }
                }
            }
        }
    }
}
