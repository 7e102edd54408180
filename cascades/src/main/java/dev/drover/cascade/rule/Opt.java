package dev.drover.cascade.rule;

import dev.drover.inference.option.OptionSchema;
import dev.drover.inference.option.Options;
import java.util.OptionalDouble;

/**
 * The plug-in of the optimal rule under the 0-1 loss (eq. 10): keep the small model where
 * {@code max p~ - max q~ <= a D(p,q)}. The cost of deferring is the probability of a rejection, so the more the two disagree, the <em>less</em> it defers: the draft
 * would be wasted. Strict at minus infinity, the small model alone at plus infinity; where {@code p = q} the small
 * model is kept at every leniency, which changes nothing.
 */
public final class Opt implements DeferralRule {

    private static final OptionSchema OPTIONS = Leniency.schema(0.3, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY,
            "only at minus infinity the large model decides alone");

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
    public OptionSchema options() {
        return OPTIONS;
    }

    @Override
    public boolean readsConfidence() {
        return true;
    }

    @Override
    public double strict() {
        return Double.NEGATIVE_INFINITY;
    }

    @Override
    public OptionalDouble loosest() {
        return OptionalDouble.of(Double.POSITIVE_INFINITY);
    }

    @Override
    public Deferral deferral(Options options) {
        return CostOfDeferring.of(options.number(LENIENCY),
                position -> position.largeConfidence() - position.smallConfidence());
    }
}
