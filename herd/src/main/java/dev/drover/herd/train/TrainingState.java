package dev.drover.herd.train;

/**
 * Where a run is: weights, the optimizer's running means, steps and tokens done. A checkpoint is one of these in a file; the
 * documents of the next step follow from seed and step.
 */
public final class TrainingState {

    private final float[] weights;
    private final float[] first;
    private final float[] second;
    private int step;
    private long tokens;

    /**
     * A state.
     *
     * @param weights all parameters in the order of the layout
     * @param first the running means of gradients
     * @param second the running means of their squares, used for embeddings and norms
     * @param step the steps done
     * @param tokens the tokens trained on
     */
    public TrainingState(float[] weights, float[] first, float[] second, int step, long tokens) {
        this.weights = weights;
        this.first = first;
        this.second = second;
        this.step = step;
        this.tokens = tokens;
    }

    /** The state before the first step. */
    public static TrainingState start(float[] weights) {
        return new TrainingState(weights, new float[weights.length], new float[weights.length], 0, 0);
    }

    /** All parameters; the array that training changes. */
    public float[] weights() {
        return weights;
    }

    /** The running means of gradients. */
    public float[] first() {
        return first;
    }

    /** The running means of squared gradients. */
    public float[] second() {
        return second;
    }

    /** The number of steps done. */
    public int step() {
        return step;
    }

    /** The number of tokens trained on. */
    public long tokens() {
        return tokens;
    }

    /** Counts a step. */
    void advance(int stepTokens) {
        step++;
        tokens += stepTokens;
    }
}
