package dev.drover.engine.kernel;

import dev.drover.engine.format.BlockFormat;
import dev.drover.engine.format.BlockFormats;
import dev.drover.engine.format.LittleEndian;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

import static dev.drover.engine.kernel.VnniCode.BLOCK;
import static dev.drover.engine.kernel.VnniCode.ROWS;
import static dev.drover.engine.kernel.VnniCode.SCALE_BYTES;

/**
 * Puts a matrix's weights into the order of {@link VnniCode}, on all processors. Rows beyond the last, up to a whole
 * group, are zeros.
 */
final class VnniWeights {

    private static final int SIGNS = 0x8080_8080;

    private VnniWeights() {}

    /** How many bits a weight takes, 8 or 4; 0 when the machine code does not know the format. */
    static int bits(BlockFormat format) {
        return format.equals(BlockFormats.Q8_0) ? 8 : format.equals(BlockFormats.Q4_0) ? 4 : 0;
    }

    /** How many bytes a group of rows takes. */
    static long groupBytes(int columns, int bits) {
        return columns / BLOCK * (long) (ROWS * BLOCK * bits / 8 + SCALE_BYTES);
    }

    /** The weights in their new order; null when the machine code does not know the format. */
    static @Nullable MemorySegment pack(Matrix matrix) {
        int bits = bits(matrix.format());
        if (bits == 0) {
            return null;
        }
        int groups = (matrix.rows() + ROWS - 1) / ROWS;
        long groupBytes = groupBytes(matrix.columns(), bits);
        MemorySegment packed = Arena.ofAuto().allocate(groups * groupBytes, 64);
        IntStream.range(0, groups)
                .parallel()
                .forEach(group -> pack(matrix, group, packed.address() + group * groupBytes));
        return packed;
    }

    private static void pack(Matrix matrix, int group, long at) {
        int blocks = matrix.columns() / BLOCK;
        int vectors = bits(matrix.format());
        int flip = vectors == 8 ? SIGNS : 0;
        int blockBytes = matrix.format().blockBytes();
        int rows = Math.min(ROWS, matrix.rows() - group * ROWS);
        long scales = at + (long) blocks * vectors * 64;
        for (int row = 0; row < rows; row++) {
            long source = matrix.address(group * ROWS + row);
            for (int block = 0; block < blocks; block++) {
                long from = source + (long) block * blockBytes;
                short scale = Memory.ALL.get(LittleEndian.SHORT, from);
                Memory.ALL.set(LittleEndian.SHORT, scales + (long) block * SCALE_BYTES + row * 2L, scale);
                long to = at + (long) block * vectors * 64 + row * 4L;
                for (int vector = 0; vector < vectors; vector++) {
                    int four = Memory.ALL.get(LittleEndian.INT, from + 2 + vector * 4L);
                    Memory.ALL.set(LittleEndian.INT, to + vector * 64L, four ^ flip);
                }
            }
        }
    }
}
