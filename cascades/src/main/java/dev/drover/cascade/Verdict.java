package dev.drover.cascade;

import dev.drover.cascade.rule.Deferral;
import dev.drover.inference.token.Draw;
import dev.drover.inference.token.Shaping;
import java.util.random.RandomGenerator;

/**
 * What becomes of a drafted token. At temperature 0 a draft stands when it is the large model's first choice or the rule
 * keeps it; else that first choice takes its place. This is what acceptance and residual come to when {@code q} and
 * {@code p} are one-hot, without their arithmetic.
 */
final class Verdict {

    private final Deferral deferral;
    private final Shaping shaping;
    private final RandomGenerator random;
    private double[] weights = {};

    Verdict(Deferral deferral, Shaping shaping, RandomGenerator random) {
        this.deferral = deferral;
        this.shaping = shaping;
        this.random = random;
    }

    Shaping shaping() {
        return shaping;
    }

    /** A token of one model alone. */
    int draw(Side side) {
        return shaping.greedy() ? side.first() : Draw.token(side.shaped(), side.size(), random);
    }

    /** Whether the large model alone decides, so that nothing need be drafted here. */
    boolean settled(DraftedPosition position) {
        return deferral.settled(position);
    }

    /** Whether the large model alone decides because of what the small one says, so that a draft ends here. */
    boolean endsDraft(DraftedPosition position) {
        return deferral.endsDraft(position);
    }

    /** Whether a drafted token is accepted. */
    boolean accepts(DraftedPosition position, int token) {
        if (shaping.greedy()) {
            return token == position.largeSide.first() || deferral.keeps(position, token);
        }
        double acceptance = deferral.acceptance(position, token);
        return acceptance >= 1 || random.nextDouble() < acceptance;
    }

    /** What takes a rejected token's place. */
    int replace(DraftedPosition position) {
        if (shaping.greedy()) {
            return position.largeSide.first();
        }
        int size = position.size();
        if (weights.length < size) {
            weights = new double[size];
        }
        if (!(deferral.residual(position, weights) > 0)) {
            deferral.target(position, weights);
        }
        return Draw.token(weights, size, random);
    }
}
