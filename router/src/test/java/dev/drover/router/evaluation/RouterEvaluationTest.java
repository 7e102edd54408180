package dev.drover.router.evaluation;

import dev.drover.router.Candidate;
import dev.drover.router.CandidateScore;
import dev.drover.router.Objective;
import dev.drover.router.RoutingDecision;
import dev.drover.router.RoutingStrategy;
import dev.drover.router.quality.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class RouterEvaluationTest {

    private static final List<Candidate> PAIR = List.of(new Candidate("small", 1, 1, 1e6, 10),
            new Candidate("large", 4, 4, 4e6, 40));

    /** Takes the candidate a prompt names, else the last. */
    private static final RoutingStrategy OBEDIENT = request -> {
        Candidate chosen = request.candidates()
                .stream()
                .filter(candidate -> request.chat().lastUserText().contains(candidate.name()))
                .findFirst()
                .orElse(request.candidates().getLast());
        List<CandidateScore> scores = request.candidates()
                .stream()
                .map(candidate -> new CandidateScore(candidate, null, false, candidate.outputPricePerMillion(), 0, 0))
                .toList();
        return new RoutingDecision("obedient", chosen, scores, List.of("told so"), List.of(), null);
    };

    @Test
    void theFiguresAreThoseOfACountByHand() {
        List<Outcome> outcomes = List.of(outcome("a", "small", 1, 0), outcome("a", "small", 0, 1),
                outcome("b", "large", 0, 1), outcome("b", "large", 0, 0), outcome("b", "large", 1, 1));
        RouterEvaluation evaluation = RouterEvaluation.of(OBEDIENT,
                new RouterEvaluation.Setting(outcomes, PAIR, Objective.QUALITY, 0, "large", 1));

        assertThat(evaluation.items()).isEqualTo(5);
        assertThat(evaluation.routed()).isCloseTo(0.6, within(1e-12));
        assertThat(evaluation.singles()).containsEntry("small", 0.4).containsEntry("large", 0.6);
        assertThat(evaluation.bestSingle()).isEqualTo("large");
        assertThat(evaluation.gain().mean()).isCloseTo(0, within(1e-12));
        assertThat(evaluation.oracle()).isCloseTo(0.8, within(1e-12));
        assertThat(evaluation.oracleChoices()).isCloseTo(0.8, within(1e-12));
        assertThat(evaluation.solvedByOne()).isCloseTo(0.6, within(1e-12));
        assertThat(evaluation.rescueRate()).isCloseTo(0.5, within(1e-12));
        assertThat(evaluation.oracleRescueRate()).isCloseTo(0.5, within(1e-12));
        assertThat(evaluation.effectiveParameters()).isCloseTo(2.8e6, within(1e-3));
        assertThat(evaluation.timesSmaller()).isCloseTo(4 / 2.8, within(1e-12));
        assertThat(evaluation.meanCost()).isCloseTo(2.8, within(1e-12));
        assertThat(evaluation.groups()).containsOnlyKeys("a", "b");
        assertThat(evaluation.groups().get("a"))
                .isEqualTo(new GroupResult(2, 0.5, Map.of("small", 0.5, "large", 0.5), Map.of("small", 2)));
    }

    @Test
    void nothingRescuesMoreThanTheOracle() {
        SplittableRandom random = new SplittableRandom(9);
        for (int round = 0; round < 50; round++) {
            List<Outcome> outcomes = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                outcomes.add(
                        outcome("g", random.nextBoolean() ? "small" : "large", random.nextInt(2), random.nextInt(2)));
            }
            RouterEvaluation evaluation = RouterEvaluation.of(OBEDIENT,
                    new RouterEvaluation.Setting(outcomes, PAIR, Objective.QUALITY, 0, "large", round));

            assertThat(evaluation.rescueRate()).isLessThanOrEqualTo(evaluation.oracleRescueRate());
            assertThat(evaluation.routed()).isLessThanOrEqualTo(evaluation.oracle());
            assertThat(evaluation.gain().low()).isLessThanOrEqualTo(evaluation.gain().mean());
            assertThat(evaluation.gain().high()).isGreaterThanOrEqualTo(evaluation.gain().mean());
        }
    }

    @Test
    void theIntervalHoldsTheTruthAboutNineteenTimesOfTwenty() {
        SplittableRandom random = new SplittableRandom(10);
        int held = 0;
        for (int round = 0; round < 200; round++) {
            double[] differences = new double[120];
            Arrays.setAll(differences, i -> random.nextDouble() < 0.3 ? 1 : random.nextDouble() < 0.2 ? -1 : 0);
            Interval interval = Interval.ofDifferences(differences, round);
            held += interval.low() <= 0.16 && interval.high() >= 0.16 ? 1 : 0;
        }

        assertThat(held).isBetween(178, 200);
    }

    @Test
    void aSettingThatLacksSomethingIsRefused() {
        assertThatThrownBy(() -> setting(List.of(), "large")).hasMessageContaining("outcomes: none");
        assertThatThrownBy(() -> setting(List.of(outcome("a", "x", 1, 1)), "huge"))
                .hasMessageContaining("reference: huge");
        assertThatThrownBy(() -> setting(List.of(Outcome.of("a", "x", Map.of("small", 1.0))), "large"))
                .hasMessageContaining("nothing about large");
    }

    private static RouterEvaluation.Setting setting(List<Outcome> outcomes, String reference) {
        return new RouterEvaluation.Setting(outcomes, PAIR, Objective.QUALITY, 0, reference, 1);
    }

    private static Outcome outcome(String group, String prompt, double small, double large) {
        return Outcome.of(group, prompt, Map.of("small", small, "large", large));
    }
}
