package dev.drover.herd.train.network;

/**
 * Rotary positions (Su et al., "RoFormer", 2021) in the GGUF {@code llama} convention: the pair (2i, 2i + 1) of each head
 * turns by {@code position * 10000^(-2i / head width)}.
 */
final class Rotation {

    /** The base of the frequencies. */
    static final float BASE = 10_000f;

    private final int headWidth;
    private final float[] cosine;
    private final float[] sine;

    /** Tables for positions 0 to {@code positions - 1}. */
    Rotation(int headWidth, int positions) {
        this.headWidth = headWidth;
        int pairs = headWidth / 2;
        cosine = new float[positions * pairs];
        sine = new float[positions * pairs];
        for (int p = 0; p < positions; p++) {
            for (int i = 0; i < pairs; i++) {
                double angle = p * StrictMath.pow(BASE, -2.0 * i / headWidth);
                cosine[p * pairs + i] = (float) StrictMath.cos(angle);
                sine[p * pairs + i] = (float) StrictMath.sin(angle);
            }
        }
    }

    /**
     * Turns rows in place.
     *
     * @param x rows of whole heads, rows x width
     * @param positions the position of each row
     * @param direction 1 forward, -1 back (for gradients)
     */
    void apply(float[] x, int rows, int width, int[] positions, float direction) {
        int pairs = headWidth / 2;
        for (int r = 0; r < rows; r++) {
            int table = positions[r] * pairs;
            for (int at = r * width; at < (r + 1) * width; at += headWidth) {
                turn(x, at, table, pairs, direction);
            }
        }
    }

    private void turn(float[] x, int at, int table, int pairs, float direction) {
        for (int i = 0; i < pairs; i++) {
            float c = cosine[table + i];
            float s = sine[table + i] * direction;
            float even = x[at + 2 * i];
            float odd = x[at + 2 * i + 1];
            x[at + 2 * i] = even * c - odd * s;
            x[at + 2 * i + 1] = even * s + odd * c;
        }
    }
}
