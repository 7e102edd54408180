package dev.drover.engine.format;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Blocks of 256 numbers in 110 bytes: 32 bytes with the codes' third bits, 64 with the lower two, 12 with sixteen steps
 * of 6 bits, 32 above what they mean, and the factor in half precision. A number is {@code d * step * (q - 4)}, q from
 * 0 to 7. Of the steps, the lower four bits of the first eight are in the lower halves of the first eight bytes, those
 * of the others in the upper halves; the upper two of group g are in byte {@code 8 + g % 4}, from bit {@code g / 4 * 2}.
 */
final class Q3KFormat extends CodedFormat {

    private static final int GROUPS = 16;
    private static final int STEPS_AT = 96;
    private static final int FACTOR_AT = 108;
    private static final int MIDDLE = 32;

    Q3KFormat() {
        super(new Label("q3_k", 11, 11, 256, 110), Coding.ofSteps(3, 16, 4), runs());
    }

    private static Run[] runs() {
        Run[] runs = Run.pairsOfMany(32);
        for (int i = 0; i < runs.length; i++) {
            runs[i] = runs[i].with(i % 2 * Run.NUMBERS, i / 2, 1);
        }
        return runs;
    }

    @Override
    public float factor(MemorySegment source, long at) {
        return half(source, at + FACTOR_AT);
    }

    @Override
    public int step(MemorySegment source, long at, int group) {
        int low = source.get(ValueLayout.JAVA_BYTE, at + STEPS_AT + group % 8) >> (group / 8 * 4) & 15;
        int high = source.get(ValueLayout.JAVA_BYTE, at + STEPS_AT + 8 + group % 4) >> (group / 4 * 2) & 3;
        return (low | high << 4) - MIDDLE;
    }

    @Override
    void quantize(float[] source, int from, MemorySegment target, long at) {
        SteppedBlock block = new SteppedBlock(this, source, from, -MIDDLE, MIDDLE - 1);
        byte[] steps = new byte[12];
        for (int group = 0; group < GROUPS; group++) {
            int step = block.step(group) + MIDDLE;
            steps[group % 8] |= (byte) ((step & 15) << (group / 8 * 4));
            steps[8 + group % 4] |= (byte) (step >> 4 << (group / 4 * 2));
        }
        MemorySegment.copy(MemorySegment.ofArray(steps), 0, target, at + STEPS_AT, steps.length);
        putCodes(block.codes(), target, at);
        putHalf(target, at + FACTOR_AT, block.factor());
    }
}
