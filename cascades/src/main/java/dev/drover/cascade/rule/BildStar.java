package dev.drover.cascade.rule;

import dev.drover.inference.option.Option;
import dev.drover.inference.option.OptionSchema;
import dev.drover.inference.option.Options;
import java.util.List;
import java.util.OptionalDouble;

/**
 * BiLD with stochastic verification, the variant that the paper compares with: {@code pi = q} where a discrepancy of the
 * two models is at most {@code a}, else {@code pi = p}. The discrepancy is {@code D(p,q)}, in [0, 1], or the
 * cross-entropy {@code -sum q~(v) log p~(v)} in nats, the mean of what {@link Bild} measures at the drafted token. Strict
 * below 0, the small model alone at plus infinity ({@code distance}: from 1 on). At temperature 0 the distance is 0 or 1,
 * so that {@code distance} equals lossless below 1.
 */
public final class BildStar implements DeferralRule {

    private static final String DISCREPANCY = "discrepancy";
    private static final OptionSchema OPTIONS = OptionSchema.of(
            Leniency.option(0.3, -1, Double.POSITIVE_INFINITY, "below 0 the large model decides alone"),
            Option.text(DISCREPANCY, "distance", List.of("distance", "cross-entropy"),
                    "What is compared with the leniency: distance is in [0, 1], cross-entropy in nats."));

    @Override
    public String name() {
        return "bild-star";
    }

    @Override
    public String description() {
        return "Keeps the small model where the two say nearly the same. Wins where disagreement means a mistake; "
                + "unlike opt it defers just where deferring is dearest, so mostly it is a baseline.";
    }

    @Override
    public OptionSchema options() {
        return OPTIONS;
    }

    @Override
    public double strict() {
        return -1;
    }

    @Override
    public OptionalDouble loosest() {
        return OptionalDouble.of(Double.POSITIVE_INFINITY);
    }

    @Override
    public Deferral deferral(Options options) {
        double leniency = options.number(LENIENCY);
        if (leniency < 0) {
            return LargeAlways.INSTANCE;
        }
        return options.text(DISCREPANCY).equals("distance")
                ? (WholePosition) position -> position.distance() <= leniency
                : (WholePosition) position -> crossEntropy(position) <= leniency;
    }

    private static double crossEntropy(Position position) {
        double[] q = position.smallUnscaled();
        double[] p = position.largeUnscaled();
        double sum = 0;
        for (int token = 0; token < position.size(); token++) {
            sum -= q[token] > 0 ? q[token] * Math.log(p[token]) : 0;
        }
        return sum;
    }
}
