package dev.drover.engine.format;

import java.lang.foreign.MemorySegment;

/**
 * Blocks of 32 numbers in 20 bytes: a half-precision scale {@code d} and offset {@code m}, then codes as in Q4_0; a
 * number is {@code d * q + m}. The offset is the smallest number, the scale a 15th of the way to the largest.
 */
final class Q41Format extends CodedFormat {

    Q41Format() {
        super(new Label("q4_1", 3, 3, 32, 20), Coding.withOffset(4), Run.nibbles(4));
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
