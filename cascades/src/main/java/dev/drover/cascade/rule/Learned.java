package dev.drover.cascade.rule;

import dev.drover.cascade.learned.DeferralHead;
import dev.drover.inference.option.Option;
import dev.drover.inference.option.Options;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Drover's own rule: the optimal rule (eq. 9) with a learned estimate of how much likelier the large model is right, in the
 * place of {@link Opt}'s difference of confidences: keep the small model where {@code gain <= a D(p,q)}. The estimate is of a pair
 * and of texts like those it was fitted on ({@link DeferralHead}). Strict at minus infinity, the small model alone at plus
 * infinity.
 */
public final class Learned extends OptimalRule {

    private static final String HEAD = "head";

    /** The rule. */
    public Learned() {
        super(0.1, Option.text(HEAD, "bundled:herd", List.of(),
                "What was learned of the pair: a file of ./drover calibrate pair, or bundled:herd."));
    }

    @Override
    public String name() {
        return "learned";
    }

    @Override
    public String description() {
        return "Opt with a learned estimate of who is right. Wins where confidences mislead and traffic is like what the "
                + "estimate was fitted on; elsewhere opt is as good.";
    }

    @Override
    ToDoubleFunction<Position> gain(Options given) {
        DeferralHead head = DeferralHead.of(given.text(HEAD));
        return position -> head.gain(position.smallUnscaled(), position.largeUnscaled(), position.size());
    }
}
