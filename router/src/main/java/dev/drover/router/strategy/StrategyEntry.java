package dev.drover.router.strategy;

import dev.drover.inference.option.OptionSchema;
import dev.drover.inference.option.Options;
import dev.drover.router.RoutingStrategy;

/** An entry of the catalogue of strategies: what it is called, which options it takes, how it is made. */
public interface StrategyEntry {

    /** The name policies use, in lower case with hyphens. */
    String name();

    /** What it does, in one sentence. */
    String description();

    /** The options it takes. */
    OptionSchema options();

    /**
     * Makes one.
     *
     * @param options values that fit {@link #options()}
     * @param models where learned models come from, for strategies that use one
     * @throws IllegalArgumentException when it cannot be made, with the option at fault
     */
    RoutingStrategy create(Options options, RouterModelSource models);
}
