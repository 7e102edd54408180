package dev.drover.gateway.roster;

import dev.drover.gateway.cache.Reuse;
import dev.drover.gateway.wire.ChatCall;
import dev.drover.inference.ApiForm;
import dev.drover.inference.EmbeddingClient;
import dev.drover.inference.InferenceFailure;
import dev.drover.inference.InferenceFailure.Rejected;
import dev.drover.inference.RequestBody;
import dev.drover.policy.RoutePolicy;
import dev.drover.policy.Trouble;
import dev.drover.router.Candidate;
import dev.drover.router.CandidateScore;
import dev.drover.router.Objective;
import dev.drover.router.RoutingDecision;
import dev.drover.router.RoutingRequest;
import dev.drover.router.RoutingStrategy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What governs a request: a policy with its strategy and candidates, or the one model that was asked for by name.
 *
 * @param policy the policy; null when the model was asked for by name
 * @param strategy how the policy chooses; null when there is nothing to choose
 * @param roster everybody who can answer under the policies in force
 * @param candidates who may answer, at least one
 */
public record Selection(@Nullable RoutePolicy policy, @Nullable RoutingStrategy strategy, Roster roster,
        List<Answerer> candidates) {

    /** Copies the candidates. */
    public Selection {
        candidates = List.copyOf(candidates);
    }

    /** The policy's name; null when there is none. */
    public @Nullable String policyName() {
        return policy == null ? null : policy.name();
    }

    /** How much its requests get of what many want, beside others. */
    public double share() {
        return policy == null ? 1 : policy.share();
    }

    /** The version of the policies in force. */
    public String version() {
        return roster.version();
    }

    /** The model or cascade of a name among all who can answer; null when it is not there. */
    public @Nullable Answerer named(String name) {
        return roster.answerers().get(name);
    }

    /**
     * Who is asked when one could not answer: those that its document names for that, then the rest.
     *
     * @param one who could not answer
     * @param failure why
     * @param rest who would be next
     * @param call what was asked
     */
    public List<Answerer> after(Answerer one, InferenceFailure failure, List<Answerer> rest, ChatCall call) {
        Trouble trouble = Troubles.of(failure);
        List<Answerer> next = new ArrayList<>();
        if (trouble != null) {
            roster.standIns(one.name(), trouble).stream().filter(each -> !refuses(each, call)).forEach(next::add);
        }
        if (Troubles.elsewhere(failure)) {
            rest.stream().filter(each -> !next.contains(each)).forEach(next::add);
        }
        return next;
    }

    private static boolean refuses(Answerer one, ChatCall call) {
        return one.composes() && TextAlone.refusal(call.request(), one) != null;
    }

    /**
     * What may be done with the answer to a request besides: as the policy says, and unless it opts in only where the
     * answer would come out the same again, at temperature 0. Nothing for a response that is stored by itself.
     */
    public Reuse reuse(ChatCall call) {
        RequestBody body = call.request().body();
        if (policy == null || (body != null && body.form() == ApiForm.RESPONSES)) {
            return Reuse.NONE;
        }
        Double asked = call.request().sampling().temperature();
        boolean certain = asked != null ? asked == 0
                : candidates.stream().allMatch(one -> one.temperature() != null && one.temperature() == 0);
        RoutePolicy.Cache cache = policy.cache();
        return certain || cache.sampled() ? new Reuse(cache.exactTtl(), cache.stale(), cache.join()) : Reuse.NONE;
    }

    /**
     * Who makes embeddings.
     *
     * @throws Rejected when nobody does
     */
    public Answerer embedder() {
        return candidates.stream()
                .filter(one -> one.client() instanceof EmbeddingClient)
                .findFirst()
                .orElseThrow(() -> new Rejected(400, "unsupported_operation", "model",
                        "model: " + candidates.getFirst().name()
                                + " makes no embeddings (expected: a model of this process whose file is an encoder, "
                                + "or one behind a provider that makes some)"));
    }

    /** How often a waiting client is told that its stream lives. */
    public Duration keepAlive() {
        return candidates.stream().map(one -> one.clocks().keepAlive()).min(Comparator.naturalOrder()).orElseThrow();
    }

    /**
     * Chooses who answers.
     *
     * @throws Rejected when no candidate can answer such a request
     */
    public Route route(ChatCall call) {
        List<Answerer> able = able(call);
        if (strategy == null || policy == null) {
            return new Route(able, List.of("asked for by name"), Map.of());
        }
        RoutePolicy.Route route = policy.route();
        RoutingDecision decision = strategy.choose(new RoutingRequest(call.request(),
                able.stream().map(Selection::candidate).toList(),
                new Objective(route.objective().quality(), route.objective().cost(), route.objective().latency()),
                route.minimumQuality()));
        List<String> order = decision.scores()
                .stream()
                .sorted(Comparator
                        .<CandidateScore>comparingInt(score -> score.candidate().equals(decision.chosen()) ? 0 : 1)
                        .thenComparingDouble(score -> -score.utility()))
                .map(score -> score.candidate().name())
                .toList();
        return new Route(able.stream().sorted(Comparator.comparingInt(one -> order.indexOf(one.name()))).toList(),
                decision.reasons(), facts(decision, route));
    }

    private List<Answerer> able(ChatCall call) {
        List<Answerer> answering = candidates.stream().filter(one -> one.kind() != Answerer.Kind.EMBEDDINGS).toList();
        if (answering.isEmpty()) {
            throw new Rejected(400, "unsupported_operation", "model", "model: " + candidates.getFirst().name()
                    + " makes embeddings alone (expected: a model that answers)");
        }
        List<Answerer> able = answering.stream().filter(one -> !refuses(one, call)).toList();
        if (able.isEmpty()) {
            throw Objects.requireNonNull(TextAlone.refusal(call.request(), answering.getFirst()));
        }
        return able;
    }

    private static Candidate candidate(Answerer one) {
        return new Candidate(one.name(), one.price().inputPerMillion(), one.price().outputPerMillion(),
                one.parameters(), one.pace().expectedMillis());
    }

    private static Map<String, Object> facts(RoutingDecision decision, RoutePolicy.Route route) {
        Map<String, Object> scores = new LinkedHashMap<>();
        for (CandidateScore score : decision.scores()) {
            Map<String, Object> told = new LinkedHashMap<>();
            if (score.quality() != null) {
                told.put("quality", rounded(score.quality()));
            }
            told.put("cost", score.cost());
            told.put("millis", rounded(score.millis()));
            told.put("utility", rounded(score.utility()));
            scores.put(score.candidate().name(), told);
        }
        return Map.of("strategy", decision.strategy(), Replay.SCORES, scores, "objective", Map.of("quality",
                route.objective().quality(), "cost", route.objective().cost(), "latency", route.objective().latency()),
                "minimumQuality", route.minimumQuality());
    }

    private static double rounded(double value) {
        return Math.round(value * 1e4) / 1e4;
    }
}
