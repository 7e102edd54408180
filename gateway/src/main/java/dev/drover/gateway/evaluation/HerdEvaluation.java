package dev.drover.gateway.evaluation;

import dev.drover.herd.grade.Chance;
import dev.drover.herd.task.Domain;
import dev.drover.herd.task.Item;
import dev.drover.router.Candidate;
import dev.drover.router.Objective;
import dev.drover.router.RoutingStrategy;
import dev.drover.router.evaluation.RouterEvaluation;
import dev.drover.router.quality.Outcome;
import dev.drover.router.quality.RouterModel;
import dev.drover.router.quality.RouterTrainer;
import dev.drover.router.quality.TrainingOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The herd behind its router: who solves what, and what routing makes of it. Items are held out for reports and of the
 * dev part for choices; the router's heads are trained on one half of dev and looked at on the other.
 */
public final class HerdEvaluation {

    /** The domains of the matrix, in the order tables list them. */
    public static final List<Domain> DOMAINS = List.of(Domain.values());

    private static final long SEED = 20_261_121;

    private HerdEvaluation() {}

    /**
     * A cell of the matrix.
     *
     * @param model a contender
     * @param domain a domain's key
     * @param items how many were asked
     * @param accuracy share of right final answers
     * @param chance what the most frequent answer would get
     * @param millis mean time of an answer
     */
    public record Cell(String model, String domain, int items, double accuracy, double chance, double millis) {}

    /** The matrix of models by domain. */
    public static List<Cell> matrix(Outcomes outcomes) {
        List<Cell> cells = new ArrayList<>();
        for (Domain domain : DOMAINS) {
            double chance = Chance.of(domain);
            for (int j = 0; j < outcomes.contenders().size(); j++) {
                int items = 0;
                double millis = 0;
                for (int i = 0; i < outcomes.items().size(); i++) {
                    if (outcomes.items().get(i).domain() == domain) {
                        items++;
                        millis += outcomes.millis()[i][j];
                    }
                }
                cells.add(new Cell(outcomes.contenders().get(j).name(), domain.key(), items,
                        outcomes.accuracy(j, item -> item.domain() == domain), chance, millis / items));
            }
        }
        return cells;
    }

    /**
     * Trains the router's heads.
     *
     * @param outcomes on items of the dev part
     */
    public static RouterModel train(Outcomes outcomes) {
        return RouterTrainer.train(forRouter(outcomes), TrainingOptions.STANDARD);
    }

    /**
     * Measures a router.
     *
     * @param strategy who chooses
     * @param outcomes the items
     * @param candidates whom it chooses among
     * @param objective what it weighs
     * @param minimumQuality what a candidate must reach
     * @param reference whom it is compared with
     */
    public static RouterEvaluation route(RoutingStrategy strategy, Outcomes outcomes, List<Candidate> candidates,
            Objective objective, double minimumQuality, String reference) {
        return RouterEvaluation.of(strategy, new RouterEvaluation.Setting(forRouter(outcomes), candidates, objective,
                minimumQuality, reference, SEED));
    }

    private static List<Outcome> forRouter(Outcomes outcomes) {
        List<Outcome> list = new ArrayList<>();
        for (int i = 0; i < outcomes.items().size(); i++) {
            Item item = outcomes.items().get(i);
            Map<String, Double> quality = new LinkedHashMap<>();
            for (int j = 0; j < outcomes.contenders().size(); j++) {
                quality.put(outcomes.contenders().get(j).name(), outcomes.right()[i][j] ? 1.0 : 0.0);
            }
            list.add(new Outcome(item.domain().key(), HerdItems.conversation(item), quality));
        }
        return list;
    }
}
