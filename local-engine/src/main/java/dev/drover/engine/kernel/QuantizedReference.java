package dev.drover.engine.kernel;

import dev.drover.engine.format.BlockFormats;
import dev.drover.engine.format.LittleEndian;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

import static dev.drover.engine.kernel.VnniCode.BLOCK;

/**
 * What {@link VnniCode} computes, in plain Java: the same bits, one value after another. It tells at start whether the
 * machine code is right on this processor.
 */
final class QuantizedReference {

    private QuantizedReference() {}

    /** The product of a row of Q8_0 or Q4_0 weights with activations that begin at {@code at}. */
    static float product(Matrix matrix, int row, float[] input, int at) {
        float sum = 0;
        for (int block = 0; block < matrix.columns() / BLOCK; block++) {
            int from = at + block * BLOCK;
            float largest = VnniCode.SMALLEST;
            for (int i = 0; i < BLOCK; i++) {
                largest = Math.max(largest, Math.abs(input[from + i]));
            }
            float inverse = 127 / largest;
            int whole = 0;
            for (int i = 0; i < BLOCK; i++) {
                whole += weight(matrix, row, block, i) * (int) Math.rint(input[from + i] * inverse);
            }
            float scale = Float.float16ToFloat(matrix.data().get(LittleEndian.SHORT, place(matrix, row, block)));
            sum = Math.fma(whole, scale * (largest * (1 / 127f)), sum);
        }
        return sum;
    }

    private static int weight(Matrix matrix, int row, int block, int i) {
        MemorySegment data = matrix.data();
        long quants = place(matrix, row, block) + Short.BYTES;
        if (matrix.format().equals(BlockFormats.Q8_0)) {
            return data.get(ValueLayout.JAVA_BYTE, quants + i);
        }
        int pair = data.get(ValueLayout.JAVA_BYTE, quants + i % (BLOCK / 2));
        return ((i < BLOCK / 2 ? pair : pair >> 4) & 15) - 8;
    }

    private static long place(Matrix matrix, int row, int block) {
        return matrix.offset(row) + (long) block * matrix.format().blockBytes();
    }
}
