package dev.drover.engine.format;

import java.lang.foreign.MemorySegment;

/**
 * Blocks of 32 numbers in 18 bytes: a half-precision scale {@code d}, then 16 bytes, byte {@code i} with number
 * {@code i} in its low half and number {@code i + 16} in its high half, each 0 to 15; a number is {@code d * (q - 8)}.
 * The scale is the number of largest magnitude over -8, so that this one is exact and the others are within {@code |d|}
 * (within half of it but for those near the other end of the range).
 */
final class Q40Format extends CodedFormat {

    Q40Format() {
        super(new Label("q4_0", 2, 2, 32, 18), Coding.plain(4, 8), Run.nibbles(2));
    }

    @Override
    void quantize(float[] source, int from, MemorySegment target, long at) {
        PlainBlocks.aroundZero(this, source, from, target, at);
    }
}
