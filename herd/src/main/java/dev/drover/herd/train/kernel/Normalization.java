package dev.drover.herd.train.kernel;

import static dev.drover.herd.train.kernel.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/** RMSNorm (Zhang and Sennrich, 2019), {@code y = g x / sqrt(mean of x^2 + 1e-5)}, row by row, and its gradient. */
public final class Normalization {

    /** What is added to the mean square: {@value}. */
    public static final float EPSILON = 1e-5f;

    private static final int LANES = Lanes.COUNT;

    private Normalization() {
    }

    /**
     * Normalizes rows.
     *
     * @param x the rows, rows x width
     * @param gains the array with the gains, from {@code gainsAt}
     * @param y receives the normalized rows
     * @param inverse receives one over the root mean square of each row
     */
    public static void forward(float[] x, int rows, int width, float[] gains, int gainsAt, float[] y, float[] inverse,
            float[] scratch) {
        for (int r = 0; r < rows; r++) {
            int at = r * width;
            float square = Sums.dot(x, at, x, at, width, scratch);
            float factor = (float) (1 / Math.sqrt(square / width + EPSILON));
            inverse[r] = factor;
            for (int i = 0; i < width; i += LANES) {
                FloatVector scaled = FloatVector.fromArray(SPECIES, x, at + i).mul(factor);
                scaled.mul(FloatVector.fromArray(SPECIES, gains, gainsAt + i)).intoArray(y, at + i);
            }
        }
    }

    /**
     * Adds the gradient of the rows to {@code dx} and that of the gains to {@code dGains}.
     *
     * @param dy the gradient of the normalized rows
     * @param dx the gradient of the rows, added to
     * @param dGains the array with the gradient of the gains, added to from {@code gainsAt}
     */
    public static void backward(float[] x, float[] inverse, int rows, int width, float[] gains, int gainsAt, float[] dy,
            float[] dx, float[] dGains, float[] scratch) {
        for (int r = 0; r < rows; r++) {
            int at = r * width;
            float factor = inverse[r];
            float product = Sums.dot(x, at, dy, at, gains, gainsAt, width, scratch);
            float back = -product * factor * factor * factor / width;
            for (int i = 0; i < width; i += LANES) {
                row(x, at + i, factor, back, gains, gainsAt + i, dy, dx, dGains);
            }
        }
    }

    private static void row(float[] x, int at, float factor, float back, float[] gains, int gain, float[] dy, float[] dx,
            float[] dGains) {
        FloatVector value = FloatVector.fromArray(SPECIES, x, at);
        FloatVector slope = FloatVector.fromArray(SPECIES, dy, at).mul(factor);
        FloatVector sum = slope.fma(FloatVector.fromArray(SPECIES, gains, gain), FloatVector.fromArray(SPECIES, dx, at));
        value.fma(FloatVector.broadcast(SPECIES, back), sum).intoArray(dx, at);
        slope.fma(value, FloatVector.fromArray(SPECIES, dGains, gain)).intoArray(dGains, gain);
    }
}
