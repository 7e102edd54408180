package dev.drover.engine.kernel;

/**
 * The exponential function in single precision, by the same operations one value at a time as in vectors, so that both
 * give the same bits. With {@code n = round(x / ln 2)} and {@code r = x - n ln 2} (ln 2 in two parts, Cody and Waite
 * 1980), {@code exp(x) = 2^n exp(r)}, and {@code exp(r)} is the Taylor polynomial of degree 7, whose relative error on
 * {@code |r| <= 0.35} is below 6e-9. Below -87 the result is {@code exp(-87)}, above 88 it is {@code exp(88)}.
 */
final class Exponential {

    static final float LOWEST = -87f;
    static final float HIGHEST = 88f;
    static final float INVERSE_LN2 = 1.442695f;
    /** 1.5 * 2^23: adding it to a small number leaves the nearest whole number in the low bits. */
    static final float ROUNDER = 12_582_912f;
    static final float LN2_HIGH = 0x1.63p-1f;
    static final float LN2_LOW = -2.12194440e-4f;
    static final float C7 = 1f / 5040;
    static final float C6 = 1f / 720;
    static final float C5 = 1f / 120;
    static final float C4 = 1f / 24;
    static final float C3 = 1f / 6;
    static final float C2 = 0.5f;

    private Exponential() {}

    static float of(float value) {
        float x = Math.max(LOWEST, Math.min(HIGHEST, value));
        float shifted = Math.fma(x, INVERSE_LN2, ROUNDER);
        float n = shifted - ROUNDER;
        float r = Math.fma(n, -LN2_HIGH, x);
        r = Math.fma(n, -LN2_LOW, r);
        float p = C7;
        p = Math.fma(p, r, C6);
        p = Math.fma(p, r, C5);
        p = Math.fma(p, r, C4);
        p = Math.fma(p, r, C3);
        p = Math.fma(p, r, C2);
        p = Math.fma(p, r, 1f);
        p = Math.fma(p, r, 1f);
        int exponent = Float.floatToRawIntBits(shifted) << 23;
        return Float.intBitsToFloat(Float.floatToRawIntBits(p) + exponent);
    }
}
