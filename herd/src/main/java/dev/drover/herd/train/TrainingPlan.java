package dev.drover.herd.train;

import dev.drover.herd.train.kernel.Precision;
import dev.drover.herd.train.network.Shape;
import dev.drover.herd.train.optimizer.RateSchedule;

/**
 * Everything that decides the weights of a run besides its documents.
 *
 * @param shape the model's shape
 * @param seed the seed of initial weights and documents
 * @param budget the tokens to train on
 * @param stepTokens the tokens of a step, both shards together
 * @param rate the peak learning rate
 * @param precision what the large products are computed in
 */
public record TrainingPlan(Shape shape, long seed, long budget, int stepTokens, double rate, Precision precision) {

    /** The rows of a micro-batch, also the longest document. */
    public static final int MICRO_BATCH_ROWS = 1024;

    /** Checks that there is at least one step, and no more than an int counts. */
    public TrainingPlan {
        if (stepTokens <= 0 || budget < stepTokens || budget / stepTokens > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("budget: " + budget + " (expected: 1 to " + Integer.MAX_VALUE
                    + " steps of " + stepTokens + " tokens)");
        }
    }

    /** A plan in single precision. */
    public TrainingPlan(Shape shape, long seed, long budget, int stepTokens, double rate) {
        this(shape, seed, budget, stepTokens, rate, Precision.FLOAT32);
    }

    /** The number of steps. */
    public int steps() {
        return (int) (budget / stepTokens);
    }

    /** The plan in words, without its budget: runs that share it are the same until the rate of one of them decays. */
    public String identity() {
        return "shape " + shape + " of " + shape.vocabulary() + ", seed " + seed + ", " + stepTokens
                + " tokens a step at rate " + rate + (precision == Precision.FLOAT32 ? "" : " in " + precision.words());
    }

    /** The learning rates of the steps. */
    public RateSchedule schedule() {
        return new RateSchedule(rate, steps());
    }
}
