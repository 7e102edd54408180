package dev.drover.gateway.decision;

import dev.drover.inference.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DecisionsTest {

    private static final int KEPT = 10_000;

    private final Decisions decisions = new Decisions();

    @Test
    void theLatestAreKeptAndOnlyThose() {
        List<String> ids = new ArrayList<>();
        for (int request = 0; request < 3 * KEPT; request++) {
            ids.add(decisions.begin("ann", "blue", "auto").id());
        }
        assertThat(new HashSet<>(ids)).hasSize(3 * KEPT);
        assertThat(ids.subList(2 * KEPT, 3 * KEPT)).allMatch(id -> decisions.find(id).isPresent());
        assertThat(ids.subList(0, 2 * KEPT)).noneMatch(id -> decisions.find(id).isPresent());
    }

    @Test
    void aRecordFillsWhileTheRequestRuns() {
        Decision decision = decisions.begin("ann", "blue", "auto");
        assertThat(decision.whole()).containsEntry("outcome", "running").doesNotContainKeys("model", "usage", "cost");

        decision.governed("default", "v1");
        decision.routed("small", List.of("it is cheap"));
        decision.answeredBy("large", "small could not begin: upstream_cut");
        decision.facts(Map.of("rule", "opt"));
        decision.facts(Map.of("rule", "chow"));
        decision.charged(new Usage(3, 4, 1), new Decision.Cost(0.5, "USD"));
        decision.ended("completed", Duration.ofMillis(12));

        assertThat(decision.whole()).containsEntry("route", "small")
                .containsEntry("model", "large")
                .containsEntry("reasons", List.of("it is cheap", "small could not begin: upstream_cut"))
                .containsEntry("facts", Map.of("rule", "chow"))
                .containsEntry("usage",
                        Map.of("promptTokens", 3, "completionTokens", 4, "cachedTokens", 1, "reasoningTokens", 0))
                .containsEntry("cost", Map.of("amount", 0.5, "currency", "USD"))
                .containsEntry("outcome", "completed")
                .containsEntry("millis", 12L);
        assertThat(decision.explanation()).containsEntry("model", "large").containsEntry("rule", "chow");
    }
}
