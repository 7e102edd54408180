package dev.drover.gateway.server;

import dev.drover.gateway.decision.Decision;
import dev.drover.inference.InferenceFailure.Rejected;
import dev.drover.inference.option.Names;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Which decisions an operator wants to see.
 *
 * @param wanted values by field, all of which must hold
 * @param limit how many at most
 */
record DecisionFilter(Map<String, String> wanted, int limit) implements Predicate<Decision> {

    private static final String LIMIT = "limit";
    private static final int USUAL = 50;
    private static final int MOST = 1_000;
    private static final Set<String> FIELDS = Set.of("team", "caller", "asked", "policy", "model", "route", "cache",
            "outcome");

    /**
     * Reads the parameters of a request.
     *
     * @throws Rejected when one is unknown or wrong
     */
    static DecisionFilter of(Map<String, String> parameters) {
        Map<String, String> wanted = new TreeMap<>(parameters);
        String limit = wanted.remove(LIMIT);
        for (String name : wanted.keySet()) {
            if (!FIELDS.contains(name)) {
                throw new Rejected(400, "invalid_value", name, name + ": unknown (expected: "
                        + Names.nearest(name, FIELDS).orElse("limit or one of " + String.join(", ", FIELDS)) + ")");
            }
        }
        if (limit != null && (!limit.matches("[1-9]\\d{0,3}") || Integer.parseInt(limit) > MOST)) {
            throw new Rejected(400, "invalid_value", LIMIT,
                    "limit: " + limit + " (expected: a whole number from 1 to " + MOST + ")");
        }
        return new DecisionFilter(wanted, limit == null ? USUAL : Integer.parseInt(limit));
    }

    @Override
    public boolean test(Decision decision) {
        return wanted.entrySet().stream().allMatch(each -> each.getValue().equals(value(decision, each.getKey())));
    }

    private static String value(Decision decision, String field) {
        return Objects.requireNonNullElse(switch (field) {
            case "team" -> decision.team();
            case "caller" -> decision.caller();
            case "asked" -> decision.asked();
            case "policy" -> decision.policy();
            case "model" -> decision.model();
            case "route" -> decision.route();
            case "cache" -> decision.cacheUse().name().toLowerCase(Locale.ROOT);
            default -> decision.outcome();
        }, "");
    }
}
