package dev.drover.cascade.rule;

import dev.drover.inference.option.Option;
import dev.drover.inference.option.OptionSchema;
import dev.drover.inference.option.Options;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * What the estimates of the optimal rule have in common: leniencies from minus infinity, where the large model decides alone,
 * to plus infinity, where the small one does.
 */
abstract class OptimalRule implements DeferralRule {

    private final OptionSchema options;

    OptimalRule(double leniency, Option... others) {
        List<Option> all = new ArrayList<>(List.of(others));
        all.addFirst(Leniency.option(leniency, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY,
                "only at minus infinity the large model decides alone"));
        this.options = new OptionSchema(all);
    }

    /** An estimate of how much less the large model is expected to lose at a position. */
    abstract ToDoubleFunction<Position> gain(Options given);

    @Override
    public final OptionSchema options() {
        return options;
    }

    @Override
    public final boolean readsConfidence() {
        return true;
    }

    @Override
    public final double strict() {
        return Double.NEGATIVE_INFINITY;
    }

    @Override
    public final OptionalDouble loosest() {
        return OptionalDouble.of(Double.POSITIVE_INFINITY);
    }

    @Override
    public final Deferral deferral(Options given) {
        return CostOfDeferring.of(given.number(LENIENCY), gain(given));
    }
}
