package dev.drover.engine.format;

import java.lang.foreign.MemorySegment;

/**
 * Blocks of 32 numbers in 24 bytes: a half-precision scale {@code d} and offset {@code m}, then codes as in Q5_0; a
 * number is {@code d * q + m}. The offset is the smallest number, the scale a 31st of the way to the largest.
 */
final class Q51Format extends CodedFormat {

    Q51Format() {
        super(new Label("q5_1", 7, 9, 32, 24), Coding.withOffset(5), PlainBlocks.fiveBits(8, 4));
    }

    @Override
    public float offsetFactor(MemorySegment source, long at) {
        return half(source, at + Short.BYTES);
    }

    @Override
    void quantize(float[] source, int from, MemorySegment target, long at) {
        PlainBlocks.fromTheSmallest(this, source, from, target, at);
    }
}
