package dev.drover.cascade.rule;

import dev.drover.cascade.learned.PairCalibration;

/**
 * A position whose confidences are calibrated; all else is as it was.
 *
 * @param inner the position
 * @param calibration how far its confidences can be trusted
 */
record CalibratedPosition(Position inner, PairCalibration calibration) implements Position {

    @Override
    public int size() {
        return inner.size();
    }

    @Override
    public double[] small() {
        return inner.small();
    }

    @Override
    public double[] large() {
        return inner.large();
    }

    @Override
    public double[] smallUnscaled() {
        return inner.smallUnscaled();
    }

    @Override
    public double[] largeUnscaled() {
        return inner.largeUnscaled();
    }

    @Override
    public double smallConfidence() {
        return calibration.small().of(inner.smallUnscaled(), inner.size(), inner.smallConfidence());
    }

    @Override
    public double largeConfidence() {
        return calibration.large().of(inner.largeUnscaled(), inner.size(), inner.largeConfidence());
    }

    @Override
    public boolean largeReaches(int token, double share) {
        return inner.largeReaches(token, share);
    }

    @Override
    public int largeRunnerUp() {
        return inner.largeRunnerUp();
    }

    @Override
    public double distance() {
        return inner.distance();
    }

    @Override
    public boolean greedy() {
        return inner.greedy();
    }
}
