package dev.drover.herd.train.kernel;

import jdk.incubator.vector.FloatVector;

import static dev.drover.herd.train.kernel.Lanes.SPECIES;

/** RMSNorm (Zhang and Sennrich, 2019), {@code y = g x / sqrt(mean of x^2 + 1e-5)}, row by row, and its gradient. */
public final class Normalization {

    /** What is added to the mean square: {@value}. */
    public static final float EPSILON = 1e-5f;

    private static final int LANES = Lanes.COUNT;

    private final int width;
    private final float[] scratch = new float[Lanes.STRANDS];

    /** Norms of rows of a width, a multiple of 16; for one thread. */
    public Normalization(int width) {
        this.width = width;
    }

    /**
     * Normalizes rows.
     *
     * @param x the rows, rows x width
     * @param weights the array with the gains, from {@code gains}
     * @param y receives the normalized rows
     * @param inverse receives one over the root mean square of each row
     */
    public void forward(float[] x, int rows, float[] weights, int gains, float[] y, float[] inverse) {
        for (int r = 0; r < rows; r++) {
            int at = r * width;
            float square = Sums.dot(x, at, x, at, width, scratch);
            float factor = (float) (1 / Math.sqrt(square / width + EPSILON));
            inverse[r] = factor;
            for (int i = 0; i < width; i += LANES) {
                FloatVector scaled = FloatVector.fromArray(SPECIES, x, at + i).mul(factor);
                scaled.mul(FloatVector.fromArray(SPECIES, weights, gains + i)).intoArray(y, at + i);
            }
        }
    }

    /**
     * Adds the gradient of the rows to {@code dx} and that of the gains to {@code gradient}.
     *
     * @param weights the array with the gains, from {@code gains}
     * @param dy the gradient of the normalized rows
     * @param dx the gradient of the rows, added to
     * @param gradient the array with the gradient of the gains, added to from {@code gains}
     */
    public void backward(float[] x, float[] inverse, int rows, float[] weights, int gains, float[] dy, float[] dx,
            float[] gradient) {
        for (int r = 0; r < rows; r++) {
            int at = r * width;
            float factor = inverse[r];
            float product = Sums.dot(x, at, dy, at, weights, gains, width, scratch);
            FloatVector back = FloatVector.broadcast(SPECIES, -product * factor * factor * factor / width);
            for (int i = 0; i < width; i += LANES) {
                FloatVector value = FloatVector.fromArray(SPECIES, x, at + i);
                FloatVector slope = FloatVector.fromArray(SPECIES, dy, at + i).mul(factor);
                FloatVector sum = FloatVector.fromArray(SPECIES, dx, at + i);
                sum = slope.fma(FloatVector.fromArray(SPECIES, weights, gains + i), sum);
                value.fma(back, sum).intoArray(dx, at + i);
                slope.fma(value, FloatVector.fromArray(SPECIES, gradient, gains + i)).intoArray(gradient, gains + i);
            }
        }
    }
}
