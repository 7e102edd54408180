package dev.drover.engine.format;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Blocks of 256 numbers in 210 bytes: 128 bytes with the codes' lower four bits, 64 with the upper two, 16 signed steps
 * for 16 numbers each, and the factor in half precision. A number is {@code d * step * (q - 32)}, q from 0 to 63. Each
 * half of the block has 64 bytes of lower bits, numbers 0 to 63 in the lower halves and 64 to 127 in the upper; and 32
 * bytes of upper bits, 32 numbers in every pair from the lowest up.
 */
final class Q6KFormat extends CodedFormat {

    private static final int GROUPS = 16;
    private static final int HIGH_AT = 128;
    private static final int STEPS_AT = 192;
    private static final int FACTOR_AT = 208;

    Q6KFormat() {
        super(new Label("q6_k", 14, 18, 256, 210), Coding.ofSteps(6, 16, 32), runs());
    }

    private static Run[] runs() {
        Run[] runs = new Run[GROUPS];
        for (int i = 0; i < runs.length; i++) {
            int quarter = i / 2 % 4;
            int inQuarter = i % 2 * Run.NUMBERS;
            runs[i] = Run.plain(i / 8 * 64 + quarter % 2 * 32 + inQuarter, quarter / 2 * 4, 4)
                    .with(HIGH_AT + i / 8 * 32 + inQuarter, quarter * 2, 2);
        }
        return runs;
    }

    @Override
    public float factor(MemorySegment source, long at) {
        return half(source, at + FACTOR_AT);
    }

    @Override
    public int step(MemorySegment source, long at, int group) {
        return source.get(ValueLayout.JAVA_BYTE, at + STEPS_AT + group);
    }

    @Override
    void quantize(float[] source, int from, MemorySegment target, long at) {
        SteppedBlock block = new SteppedBlock(this, source, from, Byte.MIN_VALUE, Byte.MAX_VALUE);
        putCodes(block.codes(), target, at);
        for (int group = 0; group < GROUPS; group++) {
            target.set(ValueLayout.JAVA_BYTE, at + STEPS_AT + group, (byte) block.step(group));
        }
        putHalf(target, at + FACTOR_AT, block.factor());
    }
}
