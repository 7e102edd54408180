package dev.drover.herd.train.optimizer;

/** Adam (Kingma and Ba, 2015) with decay rates .9 and .98, for embeddings and norms. */
public final class Adam {

    private static final float FIRST = 0.9f;
    private static final float SECOND = 0.98f;
    private static final float EPSILON = 1e-10f;

    private Adam() {}

    /**
     * Takes a step on a range of weights.
     *
     * @param first the running mean of gradients, updated
     * @param second the running mean of their squares, updated
     * @param step the number of the step, from 0
     * @param rate the learning rate
     */
    public static void step(float[] weights, float[] gradient, float[] first, float[] second, int from, int size,
            int step, double rate) {
        double firstShare = 1 - StrictMath.pow(FIRST, step + 1);
        float secondScale = (float) (1 / (1 - StrictMath.pow(SECOND, step + 1)));
        float scale = (float) (rate / firstShare);
        for (int i = from; i < from + size; i++) {
            float g = gradient[i];
            float mean = FIRST * first[i] + (1 - FIRST) * g;
            float square = SECOND * second[i] + (1 - SECOND) * g * g;
            first[i] = mean;
            second[i] = square;
            weights[i] -= scale * mean / ((float) Math.sqrt(square * secondScale) + EPSILON);
        }
    }
}
