package dev.drover.gateway.roster;

import dev.drover.gateway.decision.Decision;
import dev.drover.gateway.decision.Decisions;
import dev.drover.gateway.fixture.ScriptedModels;
import dev.drover.gateway.fixture.TestGateway;
import dev.drover.inference.InferenceFailure.Rejected;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ReplayTest {

    @TempDir
    Path folder;
    private final Decision decision = new Decisions().begin("ann", "blue", "auto");

    @BeforeEach
    void decideOnce() {
        TestGateway.local(folder, "weak", "Yes.");
        TestGateway.local(folder, "strong", "Yes.");
        decision.governed("default", "v1");
        decision.routed("strong", List.of("it is better"));
        decision.facts(Map.of("scores", Map.of("weak", Map.of("quality", 0.6, "cost", 0.001, "millis", 10.0), "strong",
                Map.of("quality", 0.9, "cost", 0.01, "millis", 100.0))));
    }

    private Map<String, Object> replayed(String route) {
        TestGateway.auto(folder, "route: {strategy: first, " + route + "}\n");
        try (Rosters rosters = Rosters.open(folder, new ScriptedModels(), CircuitBreakerRegistry.ofDefaults())) {
            return Replay.of(decision, rosters.get());
        }
    }

    @Test
    void thePolicyInForceDecidesOnWhatWasPredictedThen() {
        assertThat(replayed("candidates: [weak, strong], objective: {quality: 1, cost: 0, latency: 0}"))
                .containsEntry("same", true)
                .extractingByKey("now")
                .asString()
                .contains("route=strong");
        // .6 - .5 * .1 against .9 - .5 * 1
        assertThat(replayed("candidates: [weak, strong], objective: {quality: 1, cost: 0.5, latency: 0}"))
                .containsEntry("same", false)
                .extractingByKey("now")
                .asString()
                .contains("route=weak", "weak=0.55", "strong=0.4");
        assertThat(replayed(
                "candidates: [weak, strong], objective: {quality: 1, cost: 0.5, latency: 0}, " + "minimumQuality: 0.8"))
                .containsEntry("same", true);
        assertThat(replayed("candidates: [weak], objective: {quality: 1, cost: 0, latency: 0}")).containsEntry("same",
                false);
    }

    @Test
    void aPolicyThatIsGoneOrHasOthersDecidesNothing() {
        TestGateway.local(folder, "third", "Yes.");
        assertThatThrownBy(() -> replayed("candidates: [third]")).isInstanceOf(Rejected.class)
                .hasMessageContaining("candidates that the policy still names");
        Decision direct = new Decisions().begin("ann", "", "weak");
        direct.governed(null, "v1");
        try (Rosters rosters = Rosters.open(folder, new ScriptedModels(), CircuitBreakerRegistry.ofDefaults())) {
            assertThatThrownBy(() -> Replay.of(direct, rosters.get()))
                    .hasMessageContaining("a policy that is still in force");
        }
    }
}
