package dev.drover.policy;

import dev.drover.inference.option.Options;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Reads the spec of a {@link RoutePolicy} document. */
final class RoutePolicyReading {

    private final Report report;
    private final Catalogue catalogue;

    RoutePolicyReading(Report report, Catalogue catalogue) {
        this.report = report;
        this.catalogue = catalogue;
    }

    RoutePolicy read(String name, Fields spec) {
        RoutePolicy.Match match = match(required(spec, "match", "{models: [...]}"));
        int priority = spec.integer("priority", -1_000_000, 1_000_000, 0);
        double share = spec.number("share", 0.01, 100, 1);
        RoutePolicy.Route route = route(required(spec, "route", "{strategy: ..., candidates: [...]}"));
        List<RoutePolicy.Cascade> cascades = spec.items("cascades", this::cascade);
        List<RoutePolicy.Deferral> deferrals = spec.items("deferrals", this::deferral);
        List<RoutePolicy.Skeleton> skeletons = spec.items("skeletons", this::skeleton);
        RoutePolicy.Cache cache = cache(spec.mapping("cache"));
        spec.refuseOthers();
        return new RoutePolicy(name, match, priority, share, route, cascades, deferrals, skeletons, cache);
    }

    private static Fields required(Fields spec, String key, String expected) {
        if (!spec.has(key)) {
            spec.problem(key, "missing (expected: " + expected + ")");
        }
        return spec.mapping(key);
    }

    private static RoutePolicy.Match match(Fields match) {
        List<String> models = match.texts("models", "a name; a star in it matches any text");
        if (models.isEmpty()) {
            match.problem("models", "no names (expected: at least one; \"*\" for all)");
        }
        List<String> teams = match.has("teams") ? match.texts("teams", "a team; \"*\" for all") : List.of("*");
        if (teams.isEmpty()) {
            match.problem("teams", "no teams (expected: at least one; \"*\" for all)");
        }
        match.refuseOthers();
        return new RoutePolicy.Match(models, teams);
    }

    private RoutePolicy.Route route(Fields route) {
        String strategy = route.text("strategy", CatalogueOptions.oneOf(catalogue.strategies().keySet()));
        RoutePolicy.Objective objective = objective(route.mapping("objective"));
        double minimumQuality = route.number("minimumQuality", 0, 1, 0);
        List<String> candidates = route.texts("candidates", "the name of a model or a cascade");
        if (candidates.isEmpty()) {
            route.problem("candidates", "no candidates (expected: at least one model or cascade)");
        }
        Options options = CatalogueOptions.read(route, "strategy", strategy, catalogue.strategies());
        return new RoutePolicy.Route(strategy, objective, minimumQuality, candidates, options);
    }

    private static RoutePolicy.Objective objective(Fields objective) {
        RoutePolicy.Objective standard = RoutePolicy.Objective.STANDARD;
        double quality = objective.number("quality", 0, 1_000_000, standard.quality());
        double cost = objective.number("cost", 0, 1_000_000, standard.cost());
        double latency = objective.number("latency", 0, 1_000_000, standard.latency());
        objective.refuseOthers();
        return new RoutePolicy.Objective(quality, cost, latency);
    }

    private RoutePolicy.Cascade cascade(String path, Node node) {
        Fields fields = Fields.of(report, path, node);
        String name = DocumentNames.read(fields, "name");
        RoutePolicy.Drafter drafter = drafter(fields);
        String verifier = fields.text("verifier", "the name of the large model");
        String rule = fields.text("rule", CatalogueOptions.oneOf(catalogue.rules().keySet()));
        Options options = CatalogueOptions.read(fields, "rule", rule, catalogue.rules());
        return new RoutePolicy.Cascade(name, drafter, verifier, rule, options);
    }

    private RoutePolicy.Drafter drafter(Fields cascade) {
        if (!(cascade.node("drafter") instanceof Node.Mapping mapping)) {
            return new RoutePolicy.Drafter.Named(cascade.text("drafter", "the name of the small model"));
        }
        Fields drafter = cascade.mapping("drafter");
        Set<String> kinds = catalogue.drafters().keySet();
        if (mapping.entries().size() != 1) {
            cascade.problem("drafter", mapping.entries().size() + " keys (expected: one, such as {lookup: {ngram: 3}}, "
                    + CatalogueOptions.oneOf(kinds) + ")");
        } else if (kinds.stream().noneMatch(drafter::has)) {
            mapping.entries().keySet().forEach(key -> drafter.refuse(key, kinds));
        } else {
            String kind = mapping.entries().keySet().iterator().next();
            return new RoutePolicy.Drafter.Made(kind,
                    CatalogueOptions.read(drafter.mapping(kind), kind, kind, catalogue.drafters()));
        }
        return new RoutePolicy.Drafter.Named("");
    }

    private RoutePolicy.Deferral deferral(String path, Node node) {
        Fields fields = Fields.of(report, path, node);
        String name = DocumentNames.read(fields, "name");
        String weak = fields.text("weak", "the name of the model that begins");
        String strong = fields.text("strong", "the name of the model that answers where the weak one is not sure");
        String by = fields.text("by", CatalogueOptions.oneOf(catalogue.deferrals().keySet()));
        Options options = CatalogueOptions.read(fields, "by", by, catalogue.deferrals());
        return new RoutePolicy.Deferral(name, weak, strong, by, options);
    }

    private RoutePolicy.Skeleton skeleton(String path, Node node) {
        Fields fields = Fields.of(report, path, node);
        String name = DocumentNames.read(fields, "name");
        String model = fields.text("model", "the name of the model that writes");
        String when = fields.text("when", "ask or always", "ask");
        if (!when.equals("ask") && !when.equals("always")) {
            fields.problem("when", "\"" + when + "\" (expected: ask, to have the model say where it fits, or always)");
        }
        RoutePolicy.Skeleton skeleton = new RoutePolicy.Skeleton(name, model, when.equals("always"),
                fields.integer("points", 2, 20, 10), fields.integer("atOnce", 1, 20, 10));
        fields.refuseOthers();
        return skeleton;
    }

    private static RoutePolicy.Cache cache(Fields cache) {
        boolean exact = cache.has("exact");
        Fields fields = cache.mapping("exact");
        if (exact && !fields.has("ttl")) {
            fields.problem("ttl", "missing (expected: " + Durations.EXPECTED + ")");
        }
        RoutePolicy.Cache read = new RoutePolicy.Cache(fields.duration("ttl"), fields.duration("stale", Duration.ZERO),
                cache.flag("sampled", false), cache.flag("join", exact));
        fields.refuseOthers();
        cache.refuseOthers();
        return read;
    }
}
