package dev.drover.policy;

import dev.drover.inference.option.OptionSchema;
import java.net.URI;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What documents may name besides each other, so that they can be validated without knowing the modules that do the
 * work.
 *
 * @param strategies routing strategies by name, with the options each takes
 * @param rules deferral rules of cascades by name, with the options a cascade under each takes
 * @param drafters drafters that are no models by name, with the options each takes
 * @param deferrals by what a weak model's answer may be judged, with the options a deferral by each takes
 * @param providers remote providers by name
 * @param balancers how requests can be spread over deployments, by name, with the options each takes
 */
public record Catalogue(Map<String, OptionSchema> strategies, Map<String, OptionSchema> rules,
        Map<String, OptionSchema> drafters, Map<String, OptionSchema> deferrals, Map<String, Provider> providers,
        Map<String, OptionSchema> balancers) {

    /** Copies what is given. */
    public Catalogue {
        strategies = Map.copyOf(strategies);
        rules = Map.copyOf(rules);
        drafters = Map.copyOf(drafters);
        deferrals = Map.copyOf(deferrals);
        providers = Map.copyOf(providers);
        balancers = Map.copyOf(balancers);
    }

    /**
     * What a document may say of a provider's deployments.
     *
     * @param options the options they take
     * @param url where the provider's interface starts when a document does not say; null when it must
     */
    public record Provider(OptionSchema options, @Nullable URI url) {}

    /** The options of the providers' deployments, by the provider's name. */
    Map<String, OptionSchema> deployments() {
        return providers.entrySet()
                .stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, entry -> entry.getValue().options()));
    }
}
