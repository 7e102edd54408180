package dev.drover.cascade.rule;

import java.util.function.ToDoubleFunction;

/**
 * The optimal rule's form (eq. 9): defer where the large model's smaller expected loss is worth the probability of a
 * rejection, {@code l(q) - l(p) > a D(p,q)}. Where {@code D(p,q) = 0} both say the same and the small model is kept.
 *
 * @param leniency {@code a}, above minus infinity
 * @param gain an estimate of {@code l(q) - l(p)} at a position
 */
record CostOfDeferring(double leniency, ToDoubleFunction<Position> gain) implements WholePosition {

    /** The rule of an estimate; at minus infinity the large model decides alone. */
    static Deferral of(double leniency, ToDoubleFunction<Position> gain) {
        return leniency == Double.NEGATIVE_INFINITY ? LargeAlways.INSTANCE : new CostOfDeferring(leniency, gain);
    }

    @Override
    public boolean keepsSmall(Position position) {
        double distance = position.distance();
        return distance == 0 || gain.applyAsDouble(position) <= leniency * distance;
    }
}
