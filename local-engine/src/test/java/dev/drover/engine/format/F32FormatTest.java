package dev.drover.engine.format;

class F32FormatTest extends FormatContract {

    @Override
    BlockFormat format() {
        return BlockFormats.F32;
    }

    @Override
    float[] goldenNumbers() {
        return new float[] {1, -2.5f, 0, Float.MIN_VALUE};
    }

    @Override
    String goldenBytes() {
        return "0000803f" + "000020c0" + "00000000" + "01000000";
    }

    @Override
    double errorShare() {
        return 0;
    }

    @Override
    float[] exactNumbers() {
        return new float[] {Float.MAX_VALUE, -0f, 1e-30f, 3.14159f};
    }
}
