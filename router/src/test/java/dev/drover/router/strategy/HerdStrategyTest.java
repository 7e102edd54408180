package dev.drover.router.strategy;

import dev.drover.inference.ChatRequest;
import dev.drover.router.Candidate;
import dev.drover.router.CandidateScore;
import dev.drover.router.Herd;
import dev.drover.router.Objective;
import dev.drover.router.RoutingDecision;
import dev.drover.router.RoutingRequest;
import dev.drover.router.evaluation.RouterEvaluation;
import dev.drover.router.quality.Outcome;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class HerdStrategyTest extends StrategyContract {

    @Override
    StrategyEntry entry() {
        return new HerdStrategy();
    }

    @Test
    void withoutACostPerfectHeadsReachTheOracle() {
        RouterEvaluation evaluation = evaluate(Objective.QUALITY);

        assertThat(evaluation.routed()).isEqualTo(evaluation.oracle());
        assertThat(evaluation.oracleChoices()).isEqualTo(1);
        assertThat(evaluation.rescueRate()).isEqualTo(evaluation.oracleRescueRate());
    }

    @Test
    void aCostAboveAllTakesTheCheapestAlways() {
        List<Candidate> candidates = List.of(new Candidate("large", 1, 1, 8, 1),
                new Candidate("people", 0.1, 0.1, 1, 9), new Candidate("sums", 0.2, 0.2, 1, 1));
        for (Outcome outcome : Herd.known(120, 3)) {
            ChatRequest chat = ChatRequest.of("auto", outcome.messages().getFirst().content());
            RoutingRequest request = new RoutingRequest(chat, candidates, new Objective(1, 1e9, 0), 0);
            assertThat(strategy().choose(request).chosen().name()).isEqualTo("people");
        }
    }

    @Test
    void moreWeightOnCostNeverCostsMore() {
        double before = Double.POSITIVE_INFINITY;
        for (double weight : new double[] {0, 0.1, 0.3, 1, 3, 10}) {
            double cost = evaluate(new Objective(1, weight, 0)).meanCost();
            assertThat(cost).isLessThanOrEqualTo(before);
            before = cost;
        }
    }

    @Test
    void equalCandidatesGoToTheCheaperAndThenTheSmaller() {
        List<Candidate> strangers = List.of(new Candidate("a", 2, 2, 1, 0), new Candidate("b", 1, 1, 9, 0),
                new Candidate("c", 1, 1, 8, 0));
        RoutingRequest request = new RoutingRequest(ChatRequest.of("auto", "x"), strangers, Objective.QUALITY, 0);
        RoutingDecision decision = strategy().choose(request);

        assertThat(decision.chosen().name()).isEqualTo("c");
        assertThat(decision.reasons()).anyMatch(reason -> reason.contains("weigh the same"))
                .anyMatch(reason -> reason.contains("stated prior"));
    }

    @Test
    void aCandidateNothingWasLearnedAboutHasThePrior() {
        List<Candidate> mixed = List.of(Herd.CANDIDATES.get(0), new Candidate("remote", 5, 10, 0, 900));
        RoutingRequest sum = new RoutingRequest(ChatRequest.of("auto", "What is 37 + 58?"), mixed,
                new Objective(1, 0.1, 0), 0);
        RoutingRequest poem = new RoutingRequest(ChatRequest.of("auto", "Write me a poem about the sea"), mixed,
                new Objective(1, 0.1, 0), 0);

        assertThat(strategy().choose(sum).chosen().name()).isEqualTo("sums");
        RoutingDecision decision = strategy().choose(poem);
        assertThat(decision.chosen().name()).isEqualTo("remote");
        assertThat(decision.chosenScore().quality()).isEqualTo(0.5);
        assertThat(decision.chosenScore().learned()).isFalse();
    }

    @Test
    void theMinimumQualityRulesCheapCandidatesOut() {
        RoutingRequest request = new RoutingRequest(ChatRequest.of("auto", "Run: x=3; y=x+4; print y"), Herd.CANDIDATES,
                new Objective(0, 1, 0), 0.6);
        RoutingDecision decision = strategy().choose(request);

        assertThat(decision.chosen().name()).isEqualTo("large");
        assertThat(decision.reasons().getFirst()).isEqualTo("only large reaches quality 0.60, with "
                + String.format(Locale.ROOT, "%.2f", decision.chosenScore().quality()));
    }

    @Test
    void whenNobodyReachesTheMinimumTheBestIsTaken() {
        RoutingRequest request = new RoutingRequest(ChatRequest.of("auto", "Write me a poem about the sea"),
                Herd.CANDIDATES, new Objective(1, 1000, 0), 0.99);
        RoutingDecision decision = strategy().choose(request);
        double best = decision.scores().stream().mapToDouble(Weighing::qualityOf).max().orElseThrow();

        assertThat(decision.chosenScore().quality()).isEqualTo(best);
        assertThat(decision.reasons().getFirst()).contains("no candidate reaches quality 0.99");
    }

    @Test
    void theUtilityIsWhatTheObjectiveSays() {
        RoutingDecision decision = strategy().choose(Herd.request("What is 37 + 58?", new Objective(2, 0.5, 0.25)));
        CandidateScore sums = decision.scores().getFirst();
        CandidateScore large = decision.scores().getLast();

        assertThat(sums.cost()).isCloseTo((4 * 0.01 + 200 * 0.02) / 1e6, within(1e-15));
        assertThat(sums.utility()).isCloseTo(2 * Weighing.qualityOf(sums) - 0.5 * 0.1 - 0.25 * 0.2, within(1e-9));
        assertThat(large.utility()).isCloseTo(2 * Weighing.qualityOf(large) - 0.5 - 0.25, within(1e-9));
    }

    @Test
    void aDecisionNamesItsModelAndItsFeatures() {
        RoutingDecision decision = strategy().choose(Herd.request("What is 37 + 58?", new Objective(1, 0.3, 0.1)));

        assertThat(decision.chosen().name()).isEqualTo("sums");
        assertThat(decision.modelHash()).isEqualTo(MODEL.hash());
        assertThat(decision.contributions()).hasSize(5);
        assertThat(decision.reasons().getFirst()).startsWith("sums has utility ").contains("against");
    }

    @Test
    void theModelComesFromWhereTheOptionSays() {
        assertThatThrownBy(
                () -> entry().create(entry().options().resolve(Map.of("model", "here.router")), reference -> {
                    throw new IllegalArgumentException("model: " + reference);
                })).hasMessage("model: here.router");
        assertThat(entry().options().problems("route", Map.of("prior", 2))).hasSize(1);
    }

    private static RouterEvaluation evaluate(Objective objective) {
        return RouterEvaluation.of(HerdStrategy.of(MODEL, 0.5, 200),
                new RouterEvaluation.Setting(Herd.known(300, 1), Herd.CANDIDATES, objective, 0, "large", 1));
    }
}
