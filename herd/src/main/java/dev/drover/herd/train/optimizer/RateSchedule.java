package dev.drover.herd.train.optimizer;

/**
 * The learning rate of each step: a linear warm-up of 60 steps (at most a tenth of the run), constant to 30 % of the run,
 * then linear down to 2 % of the peak.
 *
 * @param peak the highest rate
 * @param steps the number of steps of the run
 */
public record RateSchedule(double peak, int steps) {

    private static final int WARM_UP = 60;
    private static final double HELD = 0.3;
    private static final double FLOOR = 0.02;

    /** The rate of a step, counted from 0. */
    public double rate(int step) {
        double warm = Math.max(1, Math.min(WARM_UP, steps / 10));
        if (step < warm) {
            return peak * (step + 1) / warm;
        }
        int decay = decayStart();
        if (step < decay) {
            return peak;
        }
        double left = (double) (steps - step) / (steps - decay);
        return peak * (FLOOR + (1 - FLOOR) * left);
    }

    /** The first step of the decay; what was learned before it can be continued by a longer run. */
    public int decayStart() {
        return (int) (steps * HELD);
    }
}
