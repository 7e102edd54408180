package dev.drover.cascade.learned;

/**
 * The expected calibration error of a confidence: the mean distance of what is said from what holds, over fifteen bins of equal
 * width (Guo et al. 2017). Not safe for use by several threads.
 */
public final class CalibrationError {

    private static final int BINS = 15;

    private final double[] said = new double[BINS];
    private final double[] held = new double[BINS];
    private long count;

    /** Adds a confidence, in [0, 1], and whether what it was said of was right. */
    public void add(double confidence, boolean right) {
        int bin = Math.clamp((long) (confidence * BINS), 0, BINS - 1);
        said[bin] += confidence;
        held[bin] += right ? 1 : 0;
        count++;
    }

    /** The error, in [0, 1]; 0 before anything was added. */
    public double value() {
        double sum = 0;
        for (int bin = 0; bin < BINS; bin++) {
            sum += Math.abs(said[bin] - held[bin]);
        }
        return count == 0 ? 0 : sum / count;
    }
}
