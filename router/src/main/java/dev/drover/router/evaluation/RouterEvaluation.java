package dev.drover.router.evaluation;

import dev.drover.inference.ChatRequest;
import dev.drover.inference.Sampling;
import dev.drover.router.Candidate;
import dev.drover.router.Objective;
import dev.drover.router.RoutingDecision;
import dev.drover.router.RoutingRequest;
import dev.drover.router.RoutingStrategy;
import dev.drover.router.quality.Outcome;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * A router measured on outcomes it was not trained on. An answer counts as right from quality 0.5.
 *
 * @param items how many outcomes
 * @param routed mean quality of the answers the router chose
 * @param singles mean quality of each model alone, in the order of the candidates
 * @param bestSingle the model that is best alone, the cheaper of equal ones being the one named first
 * @param gain routed minus best single, with its 95 % interval
 * @param oracle mean quality when the best answer is always chosen
 * @param oracleChoices share of items on which the router's answer was as good as the best
 * @param solvedByOne share of items that exactly one model got right
 * @param reference the model the next three compare with
 * @param rescueRate share of the reference's failures on which the router's choice was right
 * @param oracleRescueRate share of the reference's failures on which any model was right: the most there is to rescue
 * @param effectiveParameters mean parameters of the chosen models
 * @param timesSmaller parameters of the reference over {@code effectiveParameters}; 0 when either is unknown
 * @param meanCost mean cost of the chosen answers
 * @param microsPerDecision median time of a decision
 * @param groups the same by group, by name
 */
public record RouterEvaluation(int items, double routed, Map<String, Double> singles, String bestSingle, Interval gain,
        double oracle, double oracleChoices, double solvedByOne, String reference, double rescueRate,
        double oracleRescueRate, double effectiveParameters, double timesSmaller, double meanCost,
        double microsPerDecision, Map<String, GroupResult> groups) {

    private static final double RIGHT = 0.5;

    /**
     * What a router is measured on.
     *
     * @param outcomes with the quality of every candidate
     * @param candidates the models to choose from
     * @param objective what the choice weighs
     * @param minimumQuality predicted quality a candidate must reach
     * @param reference one of the candidates
     * @param seed of the bootstrap
     */
    public record Setting(List<Outcome> outcomes, List<Candidate> candidates, Objective objective,
            double minimumQuality, String reference, long seed) {

        /** Copies the lists and checks that every outcome has every candidate. */
        public Setting {
            outcomes = List.copyOf(outcomes);
            candidates = List.copyOf(candidates);
            if (outcomes.isEmpty()) {
                throw new IllegalArgumentException("outcomes: none (expected: at least one)");
            }
            if (candidates.stream().noneMatch(candidate -> candidate.name().equals(reference))) {
                throw new IllegalArgumentException("reference: " + reference + " (expected: one of the candidates)");
            }
            for (Outcome outcome : outcomes) {
                for (Candidate candidate : candidates) {
                    if (!outcome.quality().containsKey(candidate.name())) {
                        throw new IllegalArgumentException("outcome of group " + outcome.group() + ": nothing about "
                                + candidate.name() + " (expected: its quality)");
                    }
                }
            }
        }
    }

    /** One outcome with what became of it. */
    private record Routed(Outcome outcome, String chosen, double parameters, double cost, double micros) {

        double of(String model) {
            return outcome.quality().getOrDefault(model, 0.0);
        }

        double quality() {
            return of(chosen);
        }
    }

    /** Routes every outcome and compares. */
    public static RouterEvaluation of(RoutingStrategy strategy, Setting setting) {
        List<String> names = setting.candidates().stream().map(Candidate::name).toList();
        List<Routed> routed = setting.outcomes().stream().map(outcome -> route(strategy, setting, outcome)).toList();
        Map<String, Double> singles = singles(names, routed);
        String best = names.stream()
                .reduce((left, right) -> singles.getOrDefault(right, 0.0) > singles.getOrDefault(left, 0.0) ? right
                        : left)
                .orElseThrow();
        double[] differences = routed.stream().mapToDouble(item -> item.quality() - item.of(best)).toArray();
        List<Routed> failures = routed.stream().filter(item -> item.of(setting.reference()) < RIGHT).toList();
        double effective = mean(routed, Routed::parameters);
        double referenceParameters = setting.candidates()
                .stream()
                .filter(candidate -> candidate.name().equals(setting.reference()))
                .mapToDouble(Candidate::parameters)
                .sum();
        return new RouterEvaluation(routed.size(), mean(routed, Routed::quality), singles, best,
                Interval.ofDifferences(differences, setting.seed()), mean(routed, item -> oracle(names, item)),
                mean(routed, item -> item.quality() >= oracle(names, item) ? 1 : 0),
                mean(routed, item -> names.stream().filter(name -> item.of(name) >= RIGHT).count() == 1 ? 1 : 0),
                setting.reference(), mean(failures, item -> item.quality() >= RIGHT ? 1 : 0),
                mean(failures, item -> oracle(names, item) >= RIGHT ? 1 : 0), effective,
                effective > 0 ? referenceParameters / effective : 0, mean(routed, Routed::cost),
                routed.stream().mapToDouble(Routed::micros).sorted().skip(routed.size() / 2).findFirst().orElse(0),
                groups(names, routed));
    }

    private static Routed route(RoutingStrategy strategy, Setting setting, Outcome outcome) {
        ChatRequest chat = new ChatRequest("auto", outcome.messages(), Sampling.UNSET, null, List.of(), null);
        RoutingRequest request = new RoutingRequest(chat, setting.candidates(), setting.objective(),
                setting.minimumQuality());
        long start = System.nanoTime();
        RoutingDecision decision = strategy.choose(request);
        double micros = (System.nanoTime() - start) / 1e3;
        return new Routed(outcome, decision.chosen().name(), decision.chosen().parameters(),
                decision.chosenScore().cost(), micros);
    }

    private static double oracle(List<String> names, Routed item) {
        return names.stream().mapToDouble(item::of).max().orElse(0);
    }

    private static double mean(List<Routed> items, ToDoubleFunction<Routed> figure) {
        return items.stream().mapToDouble(figure).average().orElse(0);
    }

    private static Map<String, Double> singles(List<String> names, List<Routed> items) {
        Map<String, Double> singles = new LinkedHashMap<>();
        names.forEach(name -> singles.put(name, mean(items, item -> item.of(name))));
        return Collections.unmodifiableMap(singles);
    }

    private static Map<String, GroupResult> groups(List<String> names, List<Routed> routed) {
        Map<String, List<Routed>> byGroup = new TreeMap<>();
        routed.forEach(item -> byGroup.computeIfAbsent(item.outcome().group(), group -> new ArrayList<>()).add(item));
        Map<String, GroupResult> results = new TreeMap<>();
        byGroup.forEach((group, items) -> {
            Map<String, Integer> chosen = new TreeMap<>();
            items.forEach(item -> chosen.merge(item.chosen(), 1, Integer::sum));
            results.put(group, new GroupResult(items.size(), mean(items, Routed::quality), singles(names, items),
                    Collections.unmodifiableMap(chosen)));
        });
        return Collections.unmodifiableMap(results);
    }
}
