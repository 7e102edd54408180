package dev.drover.engine.format;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Blocks of 256 numbers in 84 bytes: 16 bytes, one for 16 numbers each, with the scale's step in the lower half and the
 * offset's in the upper; 64 bytes of codes; the factors of scales and of offsets in half precision. A number is
 * {@code d * step * q - m * offsetStep}, q from 0 to 3.
 */
final class Q2KFormat extends CodedFormat {

    private static final int GROUPS = 16;
    private static final int FACTOR_AT = 80;
    private static final int OFFSET_FACTOR_AT = 82;
    private static final int HIGHEST = 15;

    Q2KFormat() {
        super(new Label("q2_k", 10, 10, 256, 84), Coding.ofStepsWithOffsets(2, 16), Run.pairsOfMany(16));
    }

    @Override
    public float factor(MemorySegment source, long at) {
        return half(source, at + FACTOR_AT);
    }

    @Override
    public int step(MemorySegment source, long at, int group) {
        return source.get(ValueLayout.JAVA_BYTE, at + group) & HIGHEST;
    }

    @Override
    public float offsetFactor(MemorySegment source, long at) {
        return -half(source, at + OFFSET_FACTOR_AT);
    }

    @Override
    public int offsetStep(MemorySegment source, long at, int group) {
        return (source.get(ValueLayout.JAVA_BYTE, at + group) >> 4) & HIGHEST;
    }

    @Override
    void quantize(float[] source, int from, MemorySegment target, long at) {
        SteppedBlock block = new SteppedBlock(this, source, from, 0, HIGHEST);
        for (int group = 0; group < GROUPS; group++) {
            target.set(ValueLayout.JAVA_BYTE, at + group, (byte) (block.step(group) | (block.offsetStep(group) << 4)));
        }
        putCodes(block.codes(), target, at);
        putHalf(target, at + FACTOR_AT, block.factor());
        putHalf(target, at + OFFSET_FACTOR_AT, -block.offsetFactor());
    }
}
