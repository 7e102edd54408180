package dev.drover.engine.kernel;

import dev.drover.engine.format.CodedFormat;
import dev.drover.engine.format.LittleEndian;
import dev.drover.engine.format.Run;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

/** Rows of weights to plain numbers, with the same bits as the scalar reference. */
final class VectorUnpacks {

    private static final int BLOCK = 32;
    private static final int Q8_BYTES = 34;
    private static final int Q4_BYTES = 18;

    private static final VectorSpecies<Byte> CODES = ByteVector.SPECIES_128;

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

    static void bf16(long offset, float[] target, int at, int count) {
        for (int i = 0; i < count; i += Lanes.COUNT) {
            VectorDots.bf16(offset + (long) i * Short.BYTES).intoArray(target, at + i);
        }
    }

    /** Any format that is told apart by tables. */
    static void coded(CodedFormat format, long offset, float[] target, int at, int count) {
        int groups = format.blockSize() / format.groupSize();
        int runs = format.groupSize() / Run.NUMBERS;
        int blocks = count / format.blockSize();
        for (int block = 0; block < blocks; block++) {
            long from = offset + (long) block * format.blockBytes();
            int to = at + block * format.blockSize();
            for (int group = 0; group < groups; group++) {
                float scale = format.scale(Memory.ALL, from, group);
                float added = format.offset(Memory.ALL, from, group);
                for (int run = group * runs; run < (group + 1) * runs; run++) {
                    run(format, format.run(run), from, scale, added, target, to + run * Run.NUMBERS);
                }
            }
        }
    }

    /** Sixteen numbers. Bytes are shifted in pairs; what that brings in from the neighbour is masked away. */
    private static void run(CodedFormat format, Run run, long from, float scale, float added, float[] target, int to) {
        ByteVector codes = bits(from + run.at(), run.shift(), run.bits());
        if (run.word()) {
            long high = Short.toUnsignedLong(Memory.ALL.get(LittleEndian.SHORT, from + run.highAt()));
            codes = codes.lanewise(VectorOperators.OR, (byte) (1 << run.bits()), VectorMask.fromLong(CODES, high));
        } else if (run.highBits() > 0) {
            codes = codes.or(bits(from + run.highAt(), run.highShift(), run.highBits()).reinterpretAsShorts()
                    .lanewise(VectorOperators.LSHL, run.bits())
                    .reinterpretAsBytes());
        }
        ByteVector values = format.table().length > 0 ? codes.selectFrom(ByteVector.fromArray(CODES, format.table(), 0))
                : codes.lanewise(VectorOperators.XOR, (byte) format.flip()).sub((byte) format.zero());
        part((FloatVector) values.convertShape(VectorOperators.B2F, Lanes.FLOATS, 0), format.hasOffsets(), scale, added,
                target, to);
        if (Lanes.COUNT < 16) {
            part((FloatVector) values.convertShape(VectorOperators.B2F, Lanes.FLOATS, 1), format.hasOffsets(), scale,
                    added, target, to + Lanes.COUNT);
        }
        if (Lanes.COUNT < 8) {
            part((FloatVector) values.convertShape(VectorOperators.B2F, Lanes.FLOATS, 2), format.hasOffsets(), scale,
                    added, target, to + 2 * Lanes.COUNT);
            part((FloatVector) values.convertShape(VectorOperators.B2F, Lanes.FLOATS, 3), format.hasOffsets(), scale,
                    added, target, to + 3 * Lanes.COUNT);
        }
    }

    private static ByteVector bits(long at, int shift, int count) {
        return ByteVector.fromMemorySegment(CODES, Memory.ALL, at, LITTLE_ENDIAN)
                .reinterpretAsShorts()
                .lanewise(VectorOperators.LSHR, shift)
                .reinterpretAsBytes()
                .and((byte) ((1 << count) - 1));
    }

    private static void part(FloatVector values, boolean offsets, float scale, float added, float[] target, int to) {
        FloatVector numbers = values.mul(scale);
        (offsets ? numbers.add(added) : numbers).intoArray(target, to);
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
