package dev.drover.engine.format;

class Q80FormatTest extends FormatContract {

    @Override
    BlockFormat format() {
        return BlockFormats.Q8_0;
    }

    @Override
    float[] goldenNumbers() {
        return ramp(-1.5f, 0.1f);
    }

    @Override
    String goldenBytes() {
        return "7322899199a1a9b1b9c1c8d0d8e0e8f0f800081018202830383f474f575f676f777f";
    }

    @Override
    double errorShare() {
        return 0.5 / 127 + 0x1p-11;
    }

    @Override
    float[] exactNumbers() {
        float[] numbers = ramp(-31, 2);
        numbers[31] = 127;
        return numbers;
    }
}
