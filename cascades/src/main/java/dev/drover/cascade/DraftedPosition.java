package dev.drover.cascade;

import dev.drover.cascade.rule.Position;
import dev.drover.inference.token.Shaping;

/** A position of a draft: the small model's half is kept for each, the large model's moves along the block. */
final class DraftedPosition implements Position {

    final Side smallSide;
    final Side largeSide;
    private final boolean greedy;

    DraftedPosition(Side smallSide, Side largeSide, Shaping shaping) {
        this.smallSide = smallSide;
        this.largeSide = largeSide;
        this.greedy = shaping.greedy();
    }

    @Override
    public int size() {
        return largeSide.size();
    }

    @Override
    public double[] small() {
        return smallSide.shaped();
    }

    @Override
    public double[] large() {
        return largeSide.shaped();
    }

    @Override
    public double[] smallUnscaled() {
        return smallSide.unscaled();
    }

    @Override
    public double[] largeUnscaled() {
        return largeSide.unscaled();
    }

    @Override
    public double smallConfidence() {
        return smallSide.confidence();
    }

    @Override
    public double largeConfidence() {
        return largeSide.confidence();
    }

    @Override
    public boolean largeReaches(int token, double share) {
        return largeSide.reaches(token, share);
    }

    @Override
    public int largeRunnerUp() {
        return largeSide.second();
    }

    @Override
    public double distance() {
        if (greedy) {
            return smallSide.first() == largeSide.first() ? 0 : 1;
        }
        return Position.super.distance();
    }

    @Override
    public boolean greedy() {
        return greedy;
    }
}
