package dev.drover.cascade.rule;

import dev.drover.inference.option.OptionSchema;
import dev.drover.inference.option.Options;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** An entry of the catalogue of deferral rules. Stateless and safe for use by many threads. */
public interface DeferralRule {

    /** The option every rule has: the larger, the more of the small model's tokens are kept. */
    String LENIENCY = "leniency";

    /** The options of rules that name files. */
    List<String> FILES = List.of("calibration", "head");

    /** The name in policies, in lower case with hyphens. */
    String name();

    /** What it compares and when it wins, in one or two sentences for people. */
    String description();

    /** Its options, {@value #LENIENCY} among them. */
    OptionSchema options();

    /** Whether it asks how sure the small model is, so that a drafter needs a confidence that means something. */
    default boolean readsConfidence() {
        return false;
    }

    /** A leniency at which exactly the large model's distribution is emitted: {@code pi = p}. */
    double strict();

    /** A leniency at which exactly the small model's distribution is emitted, {@code pi = q}; empty if there is none. */
    OptionalDouble loosest();

    /**
     * The rule with its options set.
     *
     * @param options values of {@link #options()}
     */
    Deferral deferral(Options options);

    /**
     * The rule at a leniency, its other options at their defaults.
     *
     * @throws IllegalArgumentException when the leniency is outside the rule's range
     */
    default Deferral at(double leniency) {
        return deferral(options().resolve(Map.of(LENIENCY, leniency)));
    }
}
