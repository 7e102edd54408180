package dev.drover.engine.kernel;

import dev.drover.engine.format.CodedFormat;
import dev.drover.engine.format.LittleEndian;
import dev.drover.engine.format.Run;
import dev.drover.engine.machinecode.LargePages;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.stream.IntStream;

import static dev.drover.engine.kernel.PackedLayout.BLOCK;
import static dev.drover.engine.kernel.PackedLayout.ROWS;
import static dev.drover.engine.kernel.PackedLayout.VECTOR;

/**
 * Puts a matrix's weights into the order of a {@link PackedLayout}, on all processors. Rows beyond the last, up to a
 * whole group, are zeros.
 */
final class VnniWeights {

    private static final int ONES = 0x0101_0101;

    private static final VarHandle FOUR = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final Matrix matrix;
    private final PackedLayout layout;
    private final CodedFormat format;

    private VnniWeights(Matrix matrix, PackedLayout layout) {
        this.matrix = matrix;
        this.layout = layout;
        this.format = layout.format();
    }

    /** The weights in their new order. */
    static MemorySegment pack(Matrix matrix, PackedLayout layout) {
        VnniWeights weights = new VnniWeights(matrix, layout);
        int groups = (matrix.rows() + ROWS - 1) / ROWS;
        long groupBytes = layout.bytes(matrix.columns());
        MemorySegment packed = LargePages.allocate(groups * groupBytes, VECTOR);
        IntStream.range(0, groups)
                .parallel()
                .forEach(group -> weights.packGroup(group, packed.address() + group * groupBytes));
        return packed;
    }

    private void packGroup(int group, long to) {
        int rows = Math.min(ROWS, matrix.rows() - group * ROWS);
        byte[] codes = new byte[format.blockSize()];
        for (int row = 0; row < rows; row++) {
            packRow(matrix.address(group * ROWS + row), row, to, codes);
        }
    }

    private void packRow(long from, int row, long to, byte[] codes) {
        int inBlock = format.blockSize() / BLOCK;
        int stored = matrix.columns() / format.blockSize();
        long scales = to + layout.codeBytes(matrix.columns());
        for (int block = 0; block < stored; block++) {
            long at = from + (long) block * format.blockBytes();
            for (int run = 0; run < format.blockSize() / Run.NUMBERS; run++) {
                format.codes(Memory.ALL, at, run, codes, run * Run.NUMBERS);
            }
            for (int i = 0; i < inBlock; i++) {
                long vectors = to + (long) (block * inBlock + i) * layout.vectors() * VECTOR;
                packCodes(codes, i * BLOCK, vectors + row * 4L);
            }
            scales = format.hasSteps() ? packSteps(at, row, scales) : packScale(at, row, scales);
        }
    }

    /** 32 codes of a row; {@code to} is its lane in the first vector. */
    private void packCodes(byte[] codes, int from, long to) {
        int low = 0;
        long place = to;
        for (int bits : layout.planes()) {
            int mask = ONES * ((1 << bits) - 1);
            for (int vector = 0; vector < bits; vector++) {
                int lane = 0;
                for (int part = 0; part < 8 / bits; part++) {
                    int four = (int) FOUR.get(codes, from + 4 * (vector + part * bits));
                    lane |= ((four >>> low) & mask) << (part * bits);
                }
                Memory.ALL.set(LittleEndian.INT, place, lane);
                place += VECTOR;
            }
            low += bits;
        }
    }

    /** A block's scale and offset; returns where the next block's go. */
    private long packScale(long at, int row, long to) {
        float scale = format.factor(Memory.ALL, at);
        short bits = format.factorsArePowers() ? (short) (Float.floatToRawIntBits(scale) >>> Short.SIZE)
                : Float.floatToFloat16(scale);
        Memory.ALL.set(LittleEndian.SHORT, to + row * 2L, bits);
        if (format.hasOffsets()) {
            Memory.ALL.set(LittleEndian.SHORT, to + layout.scaleBytes() + row * 2L,
                    Float.floatToFloat16(format.offsetFactor(Memory.ALL, at)));
        }
        return to + layout.groupBytes();
    }

    /** A unit's factors and steps; returns where the next unit's go. */
    private long packSteps(long at, int row, long to) {
        Memory.ALL.set(LittleEndian.SHORT, to + row * 2L, Float.floatToFloat16(format.factor(Memory.ALL, at)));
        if (format.hasOffsets()) {
            Memory.ALL.set(LittleEndian.SHORT, to + layout.factorBytes() / 2 + row * 2L,
                    Float.floatToFloat16(format.offsetFactor(Memory.ALL, at)));
        }
        long place = to + layout.factorBytes();
        for (int group = 0; group < format.blockSize() / format.groupSize(); group++) {
            Memory.ALL.set(ValueLayout.JAVA_BYTE, place + row, (byte) format.step(Memory.ALL, at, group));
            if (format.hasOffsets()) {
                Memory.ALL.set(ValueLayout.JAVA_BYTE, place + layout.scaleBytes() + row,
                        (byte) format.offsetStep(Memory.ALL, at, group));
            }
            place += layout.groupBytes();
        }
        return place;
    }
}
