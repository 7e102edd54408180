package dev.drover.engine.format;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class F16FormatTest extends FormatContract {

    @Override
    BlockFormat format() {
        return BlockFormats.F16;
    }

    @Override
    float[] goldenNumbers() {
        return new float[] {1, -2.5f, 65504, 5.9604645e-8f, 1f / 3};
    }

    @Override
    String goldenBytes() {
        return "003c" + "00c1" + "ff7b" + "0100" + "5535";
    }

    @Override
    double errorShare() {
        return 0x1p-11;
    }

    @Override
    float[] exactNumbers() {
        return new float[] {0.5f, -1024, 6.1035156e-5f, 2047};
    }

    @Test
    void numbersBeyondTheRangeBecomeInfinite() {
        assertThat(restored(stored(new float[] {70_000, -70_000}), 2)).containsExactly(Float.POSITIVE_INFINITY,
                Float.NEGATIVE_INFINITY);
    }
}
