package dev.drover.policy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * All documents in force at one time: validated as a whole, immutable, safe for use by many threads. A request keeps
 * the set it began with, whatever is put in force while it runs.
 */
public final class PolicySet {

    private final PolicyVersion version;
    private final Map<String, Model> models;
    private final List<RoutePolicy> policies;
    private final Map<String, RoutePolicy.Pair> pairs;
    private final List<Matcher<Model>> aliases = new ArrayList<>();

    PolicySet(PolicyVersion version, List<Model> models, List<RoutePolicy> policies) {
        this.version = version;
        Map<String, Model> byName = new LinkedHashMap<>();
        models.forEach(model -> byName.put(model.name(), model));
        this.models = Collections.unmodifiableMap(byName);
        this.policies = List.copyOf(policies);
        Map<String, RoutePolicy.Pair> named = new LinkedHashMap<>();
        policies.forEach(policy -> policy.cascades().forEach(cascade -> named.put(cascade.name(), cascade)));
        policies.forEach(policy -> policy.deferrals().forEach(deferral -> named.put(deferral.name(), deferral)));
        policies.forEach(policy -> policy.skeletons().forEach(skeleton -> named.put(skeleton.name(), skeleton)));
        this.pairs = Collections.unmodifiableMap(named);
        for (Model model : models) {
            model.aliases().forEach(alias -> aliases.add(new Matcher<>(new NamePattern(alias), model)));
        }
        aliases.sort(Comparator.comparingInt(alias -> -alias.pattern().specificity()));
    }

    private record Matcher<T>(NamePattern pattern, T leadsTo) {}

    /** Which documents these are. */
    public PolicyVersion version() {
        return version;
    }

    /** The models by name, in the order of the documents. */
    public Map<String, Model> models() {
        return models;
    }

    /** The policies, in the order of the documents. */
    public List<RoutePolicy> policies() {
        return policies;
    }

    /** The cascades, deferrals and skeletons of all policies by name. */
    public Map<String, RoutePolicy.Pair> pairs() {
        return pairs;
    }

    /**
     * What a requested model name leads to: the policy that matches it best, else the model or pair of that name,
     * else the model with the most specific alias; empty when nobody knows the name.
     *
     * @param asked the model the request asks for
     * @param team the team that asks; empty when there is none
     */
    public Optional<Target> resolve(String asked, String team) {
        Optional<RoutePolicy> governing = policies.stream()
                .filter(policy -> specificity(policy.match().models(), asked) >= 0
                        && specificity(policy.match().teams(), team) >= 0)
                .max(Comparator.<RoutePolicy>comparingInt(policy -> specificity(policy.match().models(), asked))
                        .thenComparingInt(policy -> specificity(policy.match().teams(), team))
                        .thenComparingInt(RoutePolicy::priority));
        return governing.<Target>map(Target.Governed::new).or(() -> direct(asked));
    }

    private static int specificity(List<String> patterns, String name) {
        return patterns.stream()
                .map(NamePattern::new)
                .filter(pattern -> pattern.matches(name))
                .mapToInt(NamePattern::specificity)
                .max()
                .orElse(-1);
    }

    private Optional<Target> direct(String asked) {
        if (pairs.containsKey(asked)) {
            return Optional.of(new Target.Paired(pairs.get(asked)));
        }
        return model(asked).map(Target.Direct::new);
    }

    /** The model of a name or alias. */
    public Optional<Model> model(String nameOrAlias) {
        Model named = models.get(nameOrAlias);
        return named != null ? Optional.of(named)
                : aliases.stream()
                        .filter(alias -> alias.pattern().matches(nameOrAlias))
                        .map(Matcher::leadsTo)
                        .findFirst();
    }

    /**
     * The names a team may ask for, sorted: those that policies match exactly, models, their aliases without a star,
     * cascades, deferrals and skeletons.
     *
     * @param team the team that asks; empty when there is none
     */
    public List<String> names(String team) {
        TreeSet<String> names = new TreeSet<>(models.keySet());
        names.addAll(pairs.keySet());
        aliases.stream()
                .map(Matcher::pattern)
                .filter(NamePattern::isExact)
                .forEach(pattern -> names.add(pattern.text()));
        policies.stream()
                .filter(policy -> specificity(policy.match().teams(), team) >= 0)
                .flatMap(policy -> policy.match().models().stream())
                .filter(name -> new NamePattern(name).isExact())
                .forEach(names::add);
        return List.copyOf(names);
    }

    /** The version and how many documents there are. */
    @Override
    public String toString() {
        return "policies " + version + " (" + models.size() + " models, " + policies.size() + " policies)";
    }
}
