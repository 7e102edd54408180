package dev.drover.router.strategy;

import dev.drover.inference.ChatRequest;
import dev.drover.inference.Message;
import dev.drover.inference.Sampling;
import dev.drover.router.Candidate;
import dev.drover.router.CandidateScore;
import dev.drover.router.Herd;
import dev.drover.router.Objective;
import dev.drover.router.RoutingDecision;
import dev.drover.router.RoutingRequest;
import dev.drover.router.RoutingStrategy;
import dev.drover.router.quality.RouterModel;
import dev.drover.router.quality.RouterTrainer;
import dev.drover.router.quality.TrainingOptions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What every strategy keeps; each entry of the catalogue has a test class that extends it. */
abstract class StrategyContract {

    private static final List<String> PROMPTS = List.of("What is 37 + 58?", "", "Where was Ban Dolan born?", "\0\uD800",
            "x".repeat(100_000), "Sort: k t a b", "日本語");

    static final RouterModel MODEL = RouterTrainer.train(Herd.known(300, 1),
            new TrainingOptions(1, 10, 0.1, 1e-4, 0.3, 13));

    abstract StrategyEntry entry();

    RoutingStrategy strategy() {
        return entry().create(entry().options().resolve(Map.of()), reference -> MODEL);
    }

    @Test
    void itIsInTheCatalogueUnderItsName() {
        assertThat(BuiltInStrategies.named(entry().name())).get().hasSameClassAs(entry());
        assertThat(BuiltInStrategies.schemas()).containsEntry(entry().name(), entry().options());
        assertThat(entry().name()).matches("[a-z][a-z0-9-]*");
        assertThat(entry().description()).endsWith(".");
    }

    @Test
    void itChoosesOneOfTheCandidatesAndScoresThemAll() {
        for (String prompt : PROMPTS) {
            RoutingDecision decision = strategy().choose(Herd.request(prompt, new Objective(1, 0.3, 0.1)));

            assertThat(Herd.CANDIDATES).contains(decision.chosen());
            assertThat(decision.strategy()).isEqualTo(entry().name());
            assertThat(decision.scores()).extracting(CandidateScore::candidate)
                    .containsExactlyElementsOf(Herd.CANDIDATES);
            assertThat(decision.chosenScore().candidate()).isEqualTo(decision.chosen());
            assertThat(decision.reasons()).isNotEmpty().allSatisfy(reason -> assertThat(reason).isNotBlank());
            assertThat(decision.scores()).allSatisfy(score -> {
                assertThat(score.utility()).isFinite();
                assertThat(score.cost()).isNotNegative();
            });
        }
    }

    @Test
    void theSameRequestLeadsToTheSameDecision() {
        for (String prompt : PROMPTS) {
            RoutingRequest request = Herd.request(prompt, new Objective(1, 0.3, 0.1));
            assertThat(strategy().choose(request)).isEqualTo(strategy().choose(request));
        }
    }

    @Test
    void aHerdOfOneIsThatModel() {
        Candidate only = Herd.CANDIDATES.getFirst();
        for (String prompt : PROMPTS) {
            RoutingRequest request = new RoutingRequest(ChatRequest.of("auto", prompt), List.of(only),
                    new Objective(1, 100, 0), 1);
            assertThat(strategy().choose(request).chosen()).isEqualTo(only);
        }
    }

    @Test
    void aConversationWithoutAUserIsRouted() {
        ChatRequest chat = new ChatRequest("auto", List.of(Message.system("Be brief.")), Sampling.UNSET, 10, List.of(),
                null);

        assertThat(strategy().choose(new RoutingRequest(chat, Herd.CANDIDATES, Objective.QUALITY, 0)).chosen())
                .isNotNull();
    }

    @Test
    void itsDefaultsFitItsOptions() {
        assertThat(entry().options().problems("", Map.of())).isEmpty();
    }
}
