package dev.drover.policy;

import dev.drover.inference.option.OptionSchema;
import java.util.Map;
import java.util.Set;

/**
 * What documents may name besides each other, so that they can be validated without knowing the modules that do the
 * work.
 *
 * @param strategies routing strategies by name, with the options each takes
 * @param rules deferral rules of cascades by name, with the options each takes
 * @param providers names of the remote providers
 */
public record Catalogue(Map<String, OptionSchema> strategies, Map<String, OptionSchema> rules, Set<String> providers) {

    /** Copies what is given. */
    public Catalogue {
        strategies = Map.copyOf(strategies);
        rules = Map.copyOf(rules);
        providers = Set.copyOf(providers);
    }
}
