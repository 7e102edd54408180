package dev.drover.engine.format;

import java.lang.foreign.MemorySegment;

/**
 * Blocks of 256 numbers in 176 bytes: as Q4_K, but with 32 bytes of fifth bits between steps and codes: byte i has
 * those of the numbers 32 k + i in bit k. A number is {@code d * step * q - m * offsetStep}, q from 0 to 31.
 */
final class Q5KFormat extends CodedFormat {

    private static final int STEPS_AT = 4;
    private static final int HIGH_AT = 16;

    Q5KFormat() {
        super(new Label("q5_k", 13, 16, 256, 176), Coding.ofStepsWithOffsets(5, 32), runs());
    }

    private static Run[] runs() {
        Run[] runs = Run.nibblesOfMany(48);
        for (int i = 0; i < runs.length; i++) {
            runs[i] = runs[i].with(HIGH_AT + i % 2 * Run.NUMBERS, i / 2, 1);
        }
        return runs;
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
