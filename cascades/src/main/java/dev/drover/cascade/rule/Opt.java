package dev.drover.cascade.rule;

import dev.drover.inference.option.Options;
import java.util.function.ToDoubleFunction;

/**
 * The plug-in of the optimal rule under the 0-1 loss (eq. 10): keep the small model where
 * {@code max p~ - max q~ <= a D(p,q)}. The cost of deferring is the probability of a rejection, so the more the two disagree, the <em>less</em> it defers: the draft
 * would be wasted. Strict at minus infinity, the small model alone at plus infinity; where {@code p = q} the small
 * model is kept at every leniency, which changes nothing.
 */
public final class Opt extends OptimalRule {

    /** The rule. */
    public Opt() {
        super(0.3, Calibration.OPTION);
    }

    @Override
    public String name() {
        return "opt";
    }

    @Override
    public String description() {
        return "Like diff, but lets disagreement itself count for the small model, because verifying would be wasted. "
                + "Wins with a drafter that is a good model by itself; collapses with a weak one.";
    }

    @Override
    ToDoubleFunction<Position> gain(Options given) {
        return Calibration.gain(given);
    }
}
