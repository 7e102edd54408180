package dev.drover.gateway.roster;

import dev.drover.gateway.decision.Decision;
import dev.drover.inference.InferenceFailure.Rejected;
import dev.drover.policy.RoutePolicy;
import dev.drover.router.Candidate;
import dev.drover.router.CandidateScore;
import dev.drover.router.Objective;
import dev.drover.router.strategy.Reweighing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A routing decision made once more: on the qualities, costs and times that were predicted then, under the policy that is
 * in force now. So it shows what a changed objective, minimum or list of candidates would have made of a request, whose
 * prompt nobody has kept.
 */
public final class Replay {

    static final String SCORES = "scores";

    private Replay() {}

    /**
     * Decides again.
     *
     * @return what was decided then and what would be now, with the utilities
     * @throws Rejected with 409 when there is nothing to decide again
     */
    public static Map<String, Object> of(Decision decision, Roster roster) {
        RoutePolicy policy = roster.policies()
                .policies()
                .stream()
                .filter(each -> each.name().equals(decision.policy()))
                .findFirst()
                .orElseThrow(() -> nothing(decision, "a decision of a policy that is still in force"));
        Map<String, CandidateScore> recorded = recorded(decision);
        List<String> unknown = new ArrayList<>();
        List<CandidateScore> candidates = new ArrayList<>();
        for (String name : policy.route().candidates()) {
            CandidateScore score = recorded.get(name);
            if (score == null) {
                unknown.add(name);
            } else {
                candidates.add(score);
            }
        }
        if (candidates.isEmpty()) {
            throw nothing(decision, "a decision about candidates that the policy still names");
        }
        RoutePolicy.Objective weights = policy.route().objective();
        List<CandidateScore> ranked = Reweighing.of(candidates,
                new Objective(weights.quality(), weights.cost(), weights.latency()), policy.route().minimumQuality());
        return told(decision, roster, ranked, unknown);
    }

    private static Map<String, Object> told(Decision decision, Roster roster, List<CandidateScore> ranked,
            List<String> unknown) {
        String now = ranked.getFirst().candidate().name();
        Map<String, Object> utilities = new LinkedHashMap<>();
        ranked.forEach(score -> utilities.put(score.candidate().name(), Math.round(score.utility() * 1e4) / 1e4));
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("decision", decision.id());
        told.put("then",
                Map.of("route", String.valueOf(decision.route()), "version", String.valueOf(decision.version())));
        told.put("now", Map.of("route", now, "version", roster.version(), "utilities", utilities));
        told.put("same", now.equals(decision.route()));
        told.put("withoutPrediction", unknown);
        return told;
    }

    private static Map<String, CandidateScore> recorded(Decision decision) {
        Map<String, CandidateScore> recorded = new LinkedHashMap<>();
        if (decision.fact(SCORES) instanceof Map<?, ?> scores) {
            scores.forEach((name, told) -> {
                if (told instanceof Map<?, ?> score && number(score, "quality") != null) {
                    recorded.put(String.valueOf(name), score(String.valueOf(name), score));
                }
            });
        }
        if (recorded.isEmpty()) {
            throw nothing(decision, "a decision of a strategy that predicts qualities");
        }
        return recorded;
    }

    private static CandidateScore score(String name, Map<?, ?> told) {
        Double cost = number(told, "cost");
        Double millis = number(told, "millis");
        double time = millis == null ? 0 : millis;
        return new CandidateScore(new Candidate(name, 0, 0, 0, time), number(told, "quality"), true,
                cost == null ? 0 : cost, time, 0);
    }

    private static @Nullable Double number(Map<?, ?> told, String name) {
        return told.get(name) instanceof Number number ? number.doubleValue() : null;
    }

    private static Rejected nothing(Decision decision, String expected) {
        return new Rejected(409, "nothing_to_replay", null,
                "decision: " + decision.id() + " (expected: " + expected + ")");
    }
}
