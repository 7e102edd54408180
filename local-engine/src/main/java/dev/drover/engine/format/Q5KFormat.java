package dev.drover.engine.format;

/**
 * Blocks of {@link SixBitStepFormat} in 176 bytes: as Q4_K, but with 32 bytes of fifth bits between steps and codes: byte i
 * has those of the numbers 32 k + i in bit k; q is from 0 to 31.
 */
final class Q5KFormat extends SixBitStepFormat {

    private static final int HIGH_AT = 16;

    Q5KFormat() {
        super(new Label("q5_k", 13, 16, 256, 176), 5, runs());
    }

    private static Run[] runs() {
        Run[] runs = Run.nibblesOfMany(48);
        for (int i = 0; i < runs.length; i++) {
            runs[i] = runs[i].with(HIGH_AT + i % 2 * Run.NUMBERS, i / 2, 1);
        }
        return runs;
    }
}
