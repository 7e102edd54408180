package dev.drover.policy;

import dev.drover.inference.option.Names;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What must hold between documents: names are unique, what is named exists, and no two policies tie. */
final class Consistency {

    private static final Set<String> REMOTE_RULES = Set.of("token-v3", "lossless");

    private final List<Parsed<Model>> models;
    private final List<Parsed<RoutePolicy>> policies;
    private final Map<String, Model> modelsByName = new HashMap<>();
    private final Set<String> candidates = new LinkedHashSet<>();

    Consistency(List<Parsed<Model>> models, List<Parsed<RoutePolicy>> policies) {
        this.models = models;
        this.policies = policies;
        models.forEach(model -> modelsByName.putIfAbsent(model.content().name(), model.content()));
        candidates.addAll(modelsByName.keySet());
        policies.forEach(policy -> policy.content().cascades().forEach(cascade -> candidates.add(cascade.name())));
        policies.forEach(policy -> policy.content().deferrals().forEach(deferral -> candidates.add(deferral.name())));
        policies.forEach(policy -> policy.content().skeletons().forEach(skeleton -> candidates.add(skeleton.name())));
    }

    /** Reports every problem. */
    void check() {
        uniqueNames();
        uniqueAliases();
        models.forEach(this::existingStandIns);
        for (Parsed<RoutePolicy> policy : policies) {
            existingCandidates(policy);
            localPairs(policy);
            deferrals(policy);
            skeletons(policy);
        }
        ties();
    }

    private void uniqueNames() {
        Map<String, String> taken = new HashMap<>();
        for (Parsed<Model> model : models) {
            claim(taken, model.content().name(), model.report(), "metadata.name");
        }
        for (Parsed<RoutePolicy> policy : policies) {
            for (int i = 0; i < policy.content().cascades().size(); i++) {
                claim(taken, policy.content().cascades().get(i).name(), policy.report(),
                        "spec.cascades[" + i + "].name");
            }
            for (int i = 0; i < policy.content().deferrals().size(); i++) {
                claim(taken, policy.content().deferrals().get(i).name(), policy.report(),
                        "spec.deferrals[" + i + "].name");
            }
            for (int i = 0; i < policy.content().skeletons().size(); i++) {
                claim(taken, policy.content().skeletons().get(i).name(), policy.report(),
                        "spec.skeletons[" + i + "].name");
            }
        }
        Map<String, String> policyNames = new HashMap<>();
        for (Parsed<RoutePolicy> policy : policies) {
            claim(policyNames, policy.content().name(), policy.report(), "metadata.name");
        }
    }

    private static void claim(Map<String, String> taken, String name, Report report, String path) {
        if (name.isEmpty()) {
            return;
        }
        String before = taken.putIfAbsent(name, report.where(path));
        if (before != null) {
            report.add(path, "\"" + name + "\" (expected: a name of its own; " + before + " has it); rename one");
        }
    }

    private void uniqueAliases() {
        Map<String, String> taken = new HashMap<>();
        for (Parsed<Model> model : models) {
            List<String> aliases = model.content().aliases();
            for (int i = 0; i < aliases.size(); i++) {
                String path = "spec.aliases[" + i + "]";
                if (candidates.contains(aliases.get(i))) {
                    model.report()
                            .add(path, "\"" + aliases.get(i)
                                    + "\" (expected: an alias that is not the name of a model or cascade)");
                }
                claim(taken, aliases.get(i), model.report(), path);
                for (Parsed<Model> other : models.subList(0, models.indexOf(model))) {
                    tiedAlias(model, path, aliases.get(i), other);
                }
            }
        }
    }

    private static void tiedAlias(Parsed<Model> model, String path, String alias, Parsed<Model> other) {
        NamePattern pattern = new NamePattern(alias);
        for (String rival : other.content().aliases()) {
            NamePattern there = new NamePattern(rival);
            if (!pattern.isExact() && !alias.equals(rival) && pattern.specificity() == there.specificity()
                    && pattern.meets(there)) {
                model.report()
                        .add(path, "\"" + alias + "\" matches names that \"" + rival + "\" of model "
                                + other.content().name() + " matches as well (expected: one to be more specific)");
            }
        }
    }

    private void existingCandidates(Parsed<RoutePolicy> policy) {
        existing(policy.report(), "spec.route.candidates", policy.content().route().candidates());
    }

    private void existing(Report report, String path, List<String> named) {
        for (int i = 0; i < named.size(); i++) {
            if (!named.get(i).isEmpty() && !candidates.contains(named.get(i))) {
                report.add(path + "[" + i + "]", unknown(named.get(i), candidates, "the name of a model or cascade"));
            }
        }
    }

    private void existingStandIns(Parsed<Model> model) {
        model.content().fallback().forEach((trouble, standIns) -> {
            String path = "spec.fallback." + trouble.word();
            existing(model.report(), path, standIns);
            int own = standIns.indexOf(model.content().name());
            if (own >= 0) {
                model.report()
                        .add(path + "[" + own + "]", "\"" + model.content().name()
                                + "\" (expected: another model); no model stands in for itself");
            }
        });
    }

    private void localPairs(Parsed<RoutePolicy> policy) {
        List<RoutePolicy.Cascade> cascades = policy.content().cascades();
        for (int i = 0; i < cascades.size(); i++) {
            RoutePolicy.Cascade cascade = cascades.get(i);
            String path = "spec.cascades[" + i + "].";
            verifier(policy.report(), path, cascade);
            if (cascade.drafter() instanceof RoutePolicy.Drafter.Named(String drafter)) {
                localMember(policy.report(), path + "drafter", drafter);
                if (!drafter.isEmpty() && drafter.equals(cascade.verifier())) {
                    policy.report()
                            .add(path + "drafter", "\"" + drafter + "\" (expected: another model than the verifier)");
                }
            }
        }
    }

    /** A large model behind a provider tells each token's probability at most, which is enough for two rules. */
    private void verifier(Report report, String path, RoutePolicy.Cascade cascade) {
        Model model = modelsByName.get(cascade.verifier());
        if (model == null || model.isLocal() || !REMOTE_RULES.contains(cascade.rule())) {
            localMember(report, path + "verifier", cascade.verifier());
        }
    }

    private void deferrals(Parsed<RoutePolicy> policy) {
        List<RoutePolicy.Deferral> deferrals = policy.content().deferrals();
        for (int i = 0; i < deferrals.size(); i++) {
            RoutePolicy.Deferral deferral = deferrals.get(i);
            String path = "spec.deferrals[" + i + "].";
            member(policy.report(), path + "weak", deferral.weak());
            member(policy.report(), path + "strong", deferral.strong());
            if (!deferral.weak().isEmpty() && deferral.weak().equals(deferral.strong())) {
                policy.report()
                        .add(path + "weak",
                                "\"" + deferral.weak() + "\" (expected: another model than the strong one)");
            }
        }
    }

    private void skeletons(Parsed<RoutePolicy> policy) {
        List<RoutePolicy.Skeleton> skeletons = policy.content().skeletons();
        for (int i = 0; i < skeletons.size(); i++) {
            member(policy.report(), "spec.skeletons[" + i + "].model", skeletons.get(i).model());
        }
    }

    private void member(Report report, String path, String name) {
        if (!name.isEmpty() && !modelsByName.containsKey(name)) {
            report.add(path, unknown(name, modelsByName.keySet(), "the name of a model"));
        }
    }

    private void localMember(Report report, String path, String name) {
        if (name.isEmpty()) {
            return;
        }
        Model model = modelsByName.get(name);
        Set<String> local = new LinkedHashSet<>();
        modelsByName.values().stream().filter(Model::isLocal).map(Model::name).sorted().forEach(local::add);
        if (model == null) {
            report.add(path, unknown(name, local, "the name of a model that runs here"));
        } else if (!model.isLocal()) {
            report.add(path,
                    "\"" + name + "\" runs behind providers (expected: a model that runs here; a cascade needs "
                            + "each token's probabilities)");
        }
    }

    private static String unknown(String name, Set<String> known, String expected) {
        return "\"" + name + "\" (expected: "
                + Names.nearest(name, known).map(nearest -> nearest + "?").orElse(expected) + "); no document names it";
    }

    private void ties() {
        List<Parsed<RoutePolicy>> before = new ArrayList<>();
        for (Parsed<RoutePolicy> policy : policies) {
            RoutePolicy.Match match = policy.content().match();
            for (Parsed<RoutePolicy> other : before) {
                RoutePolicy.Match rival = other.content().match();
                if (policy.content().priority() == other.content().priority() && tie(match.models(), rival.models())
                        && tie(match.teams(), rival.teams())) {
                    policy.report()
                            .add("spec.match", "matches requests that policy " + other.content().name() + " ("
                                    + other.report().where("spec.match")
                                    + ") matches as well (expected: one to be more specific); give them different priorities");
                }
            }
            before.add(policy);
        }
    }

    private static boolean tie(List<String> patterns, List<String> others) {
        return patterns.stream()
                .map(NamePattern::new)
                .anyMatch(pattern -> others.stream()
                        .map(NamePattern::new)
                        .anyMatch(other -> pattern.specificity() == other.specificity() && pattern.meets(other)));
    }
}
