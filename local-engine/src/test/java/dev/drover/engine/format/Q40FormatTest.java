package dev.drover.engine.format;

class Q40FormatTest extends FormatContract {

    @Override
    BlockFormat format() {
        return BlockFormats.Q4_0;
    }

    @Override
    float[] goldenNumbers() {
        return ramp(-1.5f, 0.1f);
    }

    @Override
    String goldenBytes() {
        return "66b28f7f7e6e6e5d5d4c4c3b3b2a2a191908";
    }

    @Override
    double errorShare() {
        return 1.0 / 8 + 0x1p-10;
    }

    @Override
    float[] exactNumbers() {
        float[] numbers = new float[32];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (i % 16 - 8) * 0.25f;
        }
        return numbers;
    }
}
