package dev.drover.engine.tile;

/**
 * Numbers of single precision cut to {@code bfloat16}, and how the tile unit multiplies them, in plain Java.
 *
 * <p>
 * Of every 32 numbers along the inner side, the products of the first 16 are added one after another from 0, and so are
 * those of the last 16; then both sums are added, and their sum to the result. Each step is rounded to single precision,
 * and what is too small for a normal number is 0.
 */
public final class BrainFloat {

    private static final int UPPER = 0xffff_0000;
    private static final int HALF = 0x7fff;

    private BrainFloat() {}

    /** The nearest {@code bfloat16}, ties to even, as a float. */
    public static float round(float value) {
        int bits = Float.floatToRawIntBits(flush(value));
        return Float.intBitsToFloat((bits + HALF + ((bits >>> Short.SIZE) & 1)) & UPPER);
    }

    /** The value, or 0 for one that is too small for a normal number. */
    public static float flush(float value) {
        return Math.abs(value) < Float.MIN_NORMAL ? Math.copySign(0f, value) : value;
    }

    /**
     * Adds products: {@code c[i][j] += a[i] . b[j]}, for 32 lines of both.
     *
     * @param a 32 x depth
     * @param b 32 x depth
     * @param c 32 x 32
     * @param depth a multiple of 32
     */
    static void multiply(float[] a, float[] b, float[] c, int depth) {
        for (int i = 0; i < c.length; i++) {
            c[i] = product(a, i / Tiles.SIDE * depth, b, i % Tiles.SIDE * depth, depth, c[i]);
        }
    }

    /** The product of some numbers of two arrays, a multiple of 32 of them. */
    public static float product(float[] a, int left, float[] b, int right, int depth) {
        return product(a, left, b, right, depth, 0);
    }

    private static float product(float[] a, int left, float[] b, int right, int depth, float start) {
        float result = start;
        for (int k = 0; k < depth; k += Tiles.SIDE) {
            float first = sum(a, left + k, b, right + k);
            float second = sum(a, left + k + Tiles.LINES, b, right + k + Tiles.LINES);
            result = flush(result + flush(first + second));
        }
        return result;
    }

    private static float sum(float[] a, int left, float[] b, int right) {
        float sum = 0;
        for (int i = 0; i < Tiles.LINES; i++) {
            sum = flush(Math.fma(round(a[left + i]), round(b[right + i]), sum));
        }
        return sum;
    }
}
