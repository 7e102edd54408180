package dev.drover.engine.format;

import java.lang.foreign.MemorySegment;

/** What the formats with one scale for 32 numbers share: their scales follow from the extremes, without a search. */
final class PlainBlocks {

    private static final int SIZE = 32;

    private PlainBlocks() {}

    /** Codes of 5 bits: the lower four as in Q4_0, the fifth bits of all numbers together, two bytes a run. */
    static Run[] fiveBits(int at, int highAt) {
        Run[] runs = Run.nibbles(at);
        for (int i = 0; i < runs.length; i++) {
            runs[i] = runs[i].withWord(highAt + i * Short.BYTES);
        }
        return runs;
    }

    /** Stores a block so that the number of largest magnitude has the lowest code and is exact. */
    static void aroundZero(CodedFormat format, float[] source, int from, MemorySegment target, long at) {
        float extreme = 0;
        for (int i = 0; i < SIZE; i++) {
            if (Math.abs(source[from + i]) > Math.abs(extreme)) {
                extreme = source[from + i];
            }
        }
        float scale = extreme / -format.zero();
        float inverse = scale == 0 ? 0 : 1 / scale;
        CodedFormat.putHalf(target, at, scale);
        int highest = (1 << format.bits()) - 1;
        int[] codes = new int[SIZE];
        for (int i = 0; i < SIZE; i++) {
            codes[i] = Math.min(highest, (int) (source[from + i] * inverse + (format.zero() + 0.5f)));
        }
        format.putCodes(codes, target, at);
    }

    /** Stores a block so that the smallest number has the lowest code and the largest the highest. */
    static void fromTheSmallest(CodedFormat format, float[] source, int from, MemorySegment target, long at) {
        float smallest = source[from];
        float largest = source[from];
        for (int i = 1; i < SIZE; i++) {
            smallest = Math.min(smallest, source[from + i]);
            largest = Math.max(largest, source[from + i]);
        }
        int highest = (1 << format.bits()) - 1;
        float scale = (largest - smallest) / highest;
        float inverse = scale == 0 ? 0 : 1 / scale;
        CodedFormat.putHalf(target, at, scale);
        CodedFormat.putHalf(target, at + Short.BYTES, smallest);
        int[] codes = new int[SIZE];
        for (int i = 0; i < SIZE; i++) {
            codes[i] = Math.min(highest, (int) ((source[from + i] - smallest) * inverse + 0.5f));
        }
        format.putCodes(codes, target, at);
    }
}
