package dev.drover.router;

import dev.drover.inference.ChatRequest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class RequestsAreCheckedTest {

    private static final Candidate ONE = new Candidate("one", 2, 10, 1e9, 300);

    @ParameterizedTest
    @ValueSource(doubles = {-1, -1e-9, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void figuresThatAreNoneAreRefusedByName(double figure) {
        assertThatThrownBy(() -> new Candidate("m", figure, 0, 0, 0)).hasMessageContaining("m.inputPricePerMillion");
        assertThatThrownBy(() -> new Candidate("m", 0, figure, 0, 0)).hasMessageContaining("m.outputPricePerMillion");
        assertThatThrownBy(() -> new Candidate("m", 0, 0, figure, 0)).hasMessageContaining("m.parameters");
        assertThatThrownBy(() -> new Candidate("m", 0, 0, 0, figure)).hasMessageContaining("m.expectedMillis");
        assertThatThrownBy(() -> new Objective(1, figure, 0)).hasMessageContaining("expected: numbers of at least 0");
        assertThatThrownBy(
                () -> new RoutingRequest(ChatRequest.of("auto", "x"), List.of(ONE), Objective.QUALITY, figure))
                .hasMessageContaining("minimumQuality");
    }

    @Test
    void anAnswerCostsItsTokens() {
        assertThat(ONE.cost(1_000, 500)).isCloseTo(0.002 + 0.005, within(1e-12));
        assertThat(ONE.cost(0, 0)).isZero();
    }

    @Test
    void candidatesAreNeededAndEachOnce() {
        assertThatThrownBy(() -> new RoutingRequest(ChatRequest.of("auto", "x"), List.of(), Objective.QUALITY, 0))
                .hasMessageContaining("candidates: none");
        assertThatThrownBy(
                () -> new RoutingRequest(ChatRequest.of("auto", "x"), List.of(ONE, ONE), Objective.QUALITY, 0))
                .hasMessageContaining("candidates: one twice");
    }

    @Test
    void aRequestKeepsItsOwnCandidates() {
        List<Candidate> given = new ArrayList<>(List.of(ONE));
        RoutingRequest request = new RoutingRequest(ChatRequest.of("auto", "x"), given, Objective.QUALITY, 0);
        given.clear();

        assertThat(request.candidates()).containsExactly(ONE);
    }

    @Test
    void aDecisionFindsTheScoreOfItsChoice() {
        CandidateScore score = new CandidateScore(ONE, 0.5, true, 1, 1, 0.5);
        RoutingDecision decision = new RoutingDecision("s", ONE, List.of(score), List.of("why"), List.of(), null);

        assertThat(decision.chosenScore()).isEqualTo(score);
        assertThatThrownBy(() -> new RoutingDecision("s", ONE, List.of(), List.of(), List.of(), null).chosenScore())
                .hasMessageContaining("scores: none for one");
    }
}
