package dev.drover.gateway.roster;

import dev.drover.inference.InferenceFailure.Rejected;
import dev.drover.inference.option.Names;
import dev.drover.policy.Model;
import dev.drover.policy.PolicySet;
import dev.drover.policy.RoutePolicy;
import dev.drover.policy.Target;
import dev.drover.policy.Trouble;
import dev.drover.router.RoutingStrategy;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Everybody who can answer under one set of policies. Immutable, safe for use by many threads.
 *
 * @param policies the policies
 * @param answerers models and cascades by name
 * @param strategies by the name of their policy
 */
public record Roster(PolicySet policies, Map<String, Answerer> answerers, Map<String, RoutingStrategy> strategies) {

    /** Copies the maps. */
    public Roster {
        answerers = Map.copyOf(answerers);
        strategies = Map.copyOf(strategies);
    }

    /**
     * What governs a request.
     *
     * @param asked the model it asks for
     * @param team who asks; empty when there is no team
     * @throws Rejected with 404 when nobody knows the model
     */
    public Selection select(String asked, String team) {
        Target target = policies.resolve(asked, team).orElseThrow(() -> unknown(asked, team));
        return switch (target) {
            case Target.Governed governed -> governed(governed.policy());
            case Target.Direct direct -> named(direct.model().name());
            case Target.Paired paired -> named(paired.pair().name());
        };
    }

    private Selection governed(RoutePolicy policy) {
        return new Selection(policy, strategies.get(policy.name()), this,
                policy.route().candidates().stream().map(this::answerer).toList());
    }

    private Selection named(String name) {
        return new Selection(null, null, this, List.of(answerer(name)));
    }

    /** The model or cascade of a name that the policies know. */
    Answerer answerer(String nameOrAlias) {
        Answerer named = answerers.get(nameOrAlias);
        return named != null ? named
                : Objects.requireNonNull(answerers.get(policies.model(nameOrAlias).orElseThrow().name()));
    }

    /** Who is asked instead of a model that could not answer, in order. */
    List<Answerer> standIns(String name, Trouble trouble) {
        Model model = policies.models().get(name);
        return model == null ? List.of()
                : model.fallback().getOrDefault(trouble, List.of()).stream().map(this::answerer).toList();
    }

    /** The version of the policies. */
    String version() {
        return policies.version().hash();
    }

    private Rejected unknown(String asked, String team) {
        List<String> known = policies.names(team);
        String expected = Names.nearest(asked, known).map(near -> near + "?").orElse("one of GET /v1/models");
        String shown = asked.length() <= 100 ? asked : asked.substring(0, 100) + "...";
        return new Rejected(404, "model_not_found", "model", "model: " + shown + " (expected: " + expected + ")");
    }
}
