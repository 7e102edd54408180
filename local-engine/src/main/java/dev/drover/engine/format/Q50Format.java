package dev.drover.engine.format;

import java.lang.foreign.MemorySegment;

/**
 * Blocks of 32 numbers in 22 bytes: a half-precision scale {@code d}, the fifth bits of all numbers in 4 bytes, then
 * their lower four as in Q4_0; a number is {@code d * (q - 16)}. The number of largest magnitude is exact.
 */
final class Q50Format extends CodedFormat {

    Q50Format() {
        super(new Label("q5_0", 6, 8, 32, 22), Coding.plain(5, 16), PlainBlocks.fiveBits(6, 2));
    }

    @Override
    void quantize(float[] source, int from, MemorySegment target, long at) {
        PlainBlocks.aroundZero(this, source, from, target, at);
    }
}
