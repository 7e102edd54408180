package dev.drover.engine.format;

/** Blocks of {@link SixBitStepFormat} in 144 bytes: 128 bytes of codes behind the steps, q from 0 to 15. */
final class Q4KFormat extends SixBitStepFormat {

    Q4KFormat() {
        super(new Label("q4_k", 12, 14, 256, 144), 4, Run.nibblesOfMany(16));
    }
}
