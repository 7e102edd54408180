package dev.drover.cascade.rule;

import dev.drover.inference.option.Options;
import java.util.function.ToDoubleFunction;

/**
 * The plug-in of the optimal rule under the logarithmic loss (appendix D): keep the small model where
 * {@code H(q~) - H(p~) <= a D(p,q)}, with {@code H} the entropy in nats, which looks at the whole distribution where
 * {@link Opt} looks at its top. Strict at minus infinity, the small model alone at plus infinity; where {@code p = q}
 * the small model is kept at every leniency, which changes nothing.
 */
public final class OptLog extends OptimalRule {

    /** The rule. */
    public OptLog() {
        super(0.5);
    }

    @Override
    public String name() {
        return "opt-log";
    }

    @Override
    public String description() {
        return "Opt with entropies in place of confidences. Wins where several wordings share the mass, which a "
                + "confidence reads as doubt; loses where a long tail hides a clear first choice.";
    }

    @Override
    ToDoubleFunction<Position> gain(Options given) {
        return position -> entropy(position.smallUnscaled(), position.size())
                - entropy(position.largeUnscaled(), position.size());
    }

    private static double entropy(double[] distribution, int size) {
        double sum = 0;
        for (int token = 0; token < size; token++) {
            double share = distribution[token];
            sum -= share > 0 ? share * Math.log(share) : 0;
        }
        return sum;
    }
}
