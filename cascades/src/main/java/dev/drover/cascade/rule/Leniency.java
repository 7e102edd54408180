package dev.drover.cascade.rule;

import dev.drover.inference.option.Option;
import dev.drover.inference.option.OptionSchema;

/** The option that every rule has. */
final class Leniency {

    private Leniency() {}

    static OptionSchema schema(double otherwise, double min, double max, String strict) {
        return OptionSchema.of(option(otherwise, min, max, strict));
    }

    static Option option(double otherwise, double min, double max, String strict) {
        return Option.number(DeferralRule.LENIENCY, otherwise, min, max,
                "How readily the small model's tokens are kept: the larger, the more of them; " + strict + ".");
    }
}
