package dev.drover.engine.kernel;

import dev.drover.engine.format.CodedFormat;

import static dev.drover.engine.kernel.PackedLayout.BLOCK;

/**
 * What {@link VnniCode} computes, in plain Java: the same bits, one value after another. It tells whether the machine
 * code is right on this processor.
 */
final class QuantizedReference {

    private QuantizedReference() {}

    /** The product of a row of weights in a coded format with activations that begin at {@code at}. */
    static float product(Matrix matrix, int row, float[] input, int at) {
        CodedFormat format = (CodedFormat) matrix.format();
        int[] quantized = new int[BLOCK];
        float sum = 0;
        for (int first = 0; first < matrix.columns(); first += BLOCK) {
            float scale = quantize(input, at + first, quantized);
            long place = matrix.offset(row) + (long) first / format.blockSize() * format.blockBytes();
            int inBlock = first % format.blockSize();
            for (int from = 0; from < BLOCK; from += format.groupSize()) {
                int whole = 0;
                int total = 0;
                for (int i = from; i < from + format.groupSize(); i++) {
                    whole += format.value(format.code(matrix.data(), place, inBlock + i)) * quantized[i];
                    total += quantized[i];
                }
                int group = (inBlock + from) / format.groupSize();
                if (format.hasOffsets()) {
                    sum = Math.fma(format.offset(matrix.data(), place, group), total * scale, sum);
                }
                sum = Math.fma(whole, format.scale(matrix.data(), place, group) * scale, sum);
            }
        }
        return sum;
    }

    /** Brings a block of activations to 8 bits; returns its scale. */
    private static float quantize(float[] input, int from, int[] quantized) {
        float largest = VnniCode.SMALLEST;
        for (int i = 0; i < BLOCK; i++) {
            largest = Math.max(largest, Math.abs(input[from + i]));
        }
        float inverse = 127 / largest;
        for (int i = 0; i < BLOCK; i++) {
            quantized[i] = (int) Math.rint(input[from + i] * inverse);
        }
        return largest * (1 / 127f);
    }
}
