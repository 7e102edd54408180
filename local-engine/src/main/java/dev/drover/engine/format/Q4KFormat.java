package dev.drover.engine.format;

import java.lang.foreign.MemorySegment;

/**
 * Blocks of 256 numbers in 144 bytes: the factors of scales and of offsets in half precision, the steps of both for
 * each 32 numbers in 12 bytes ({@link SixBitSteps}), and 128 bytes of codes. A number is
 * {@code d * step * q - m * offsetStep}, q from 0 to 15.
 */
final class Q4KFormat extends CodedFormat {

    private static final int STEPS_AT = 4;

    Q4KFormat() {
        super(new Label("q4_k", 12, 14, 256, 144), Coding.ofStepsWithOffsets(4, 32), Run.nibblesOfMany(16));
    }

    @Override
    public float factor(MemorySegment source, long at) {
        return half(source, at);
    }

    @Override
    public int step(MemorySegment source, long at, int group) {
        return SixBitSteps.scale(source, at + STEPS_AT, group);
    }

    @Override
    public float offsetFactor(MemorySegment source, long at) {
        return -half(source, at + Short.BYTES);
    }

    @Override
    public int offsetStep(MemorySegment source, long at, int group) {
        return SixBitSteps.offset(source, at + STEPS_AT, group);
    }

    @Override
    void quantize(float[] source, int from, MemorySegment target, long at) {
        SteppedBlock block = new SteppedBlock(this, source, from, 0, SixBitSteps.HIGHEST);
        putHalf(target, at, block.factor());
        putHalf(target, at + Short.BYTES, -block.offsetFactor());
        SixBitSteps.put(block, target, at + STEPS_AT);
        putCodes(block.codes(), target, at);
    }
}
