package dev.drover.gateway.roster;

import dev.drover.engine.format.BlockFormats;
import dev.drover.engine.random.RandomModel;
import dev.drover.engine.random.RandomShape;
import dev.drover.gateway.fixture.ScriptedModels;
import dev.drover.gateway.fixture.TestGateway;
import dev.drover.inference.AnswerPart;
import dev.drover.inference.ChatRequest;
import dev.drover.inference.Usage;
import dev.drover.policy.PolicyReader;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RosterReloadTest {

    @TempDir
    Path folder;
    private final ScriptedModels models = new ScriptedModels();

    private Rosters open() {
        return Rosters.open(folder, models, CircuitBreakerRegistry.ofDefaults());
    }

    /** What the watcher does when it has seen a change, at once and on this thread. */
    private void reload(Rosters rosters) {
        rosters.activated(new PolicyReader(Rosters.catalogue()).readFolder(folder, 2));
    }

    @Test
    void whatWasLoadedInVainIsGivenBackAndTheLastGoodRosterStays() throws IOException {
        TestGateway.local(folder, "small", "Yes.");
        try (Rosters rosters = open()) {
            Roster before = rosters.get();
            TestGateway.local(folder, "big", "Yes, indeed.");
            TestGateway.local(folder, "lost", "Yes?");
            Files.delete(folder.resolve("lost.txt"));
            reload(rosters);
            assertThat(rosters.get()).isSameAs(before);
            assertThat(models.names()).containsExactly("small");

            Files.delete(folder.resolve("lost.yaml"));
            reload(rosters);
            assertThat(rosters.get().answerers()).containsOnlyKeys("small", "big");
            assertThat(models.names()).containsExactlyInAnyOrder("small", "big");
            assertThat(models.loads).hasValue(3);

            Files.delete(folder.resolve("small.yaml"));
            reload(rosters);
            assertThat(models.names()).containsExactly("big");
            assertThat(models.loads).hasValue(3);
        }
    }

    @Test
    void aModelWhoseFileChangedIsLoadedAgain() {
        TestGateway.local(folder, "small", "Yes.");
        try (Rosters rosters = open()) {
            TestGateway.local(folder, "small", "No, never.");
            TestGateway.local(folder, "other", "Yes.");
            reload(rosters);
            assertThat(answer(rosters, "small")).contains(new AnswerPart.Text(0, "N"));
        }
    }

    @Test
    void everyProblemIsToldAtTheStart() throws IOException {
        TestGateway.local(folder, "lost", "Yes?");
        Files.delete(folder.resolve("lost.txt"));
        TestGateway.local(folder, "small", "Yes.");
        TestGateway.remote(folder, "secret", "{}", "{provider: openai, url: \"http://169.254.169.254/v1\", model: m}");
        TestGateway.auto(folder, """
                route: {strategy: herd, model: "no.router", candidates: [small]}
                cascades: [{name: pair, drafter: lost, verifier: small, rule: lossless}]
                """);
        assertThatThrownBy(this::open).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("model lost: file: ")
                .hasMessageContaining("model secret: url: http://169.254.169.254/v1 (expected: no link-local")
                .hasMessageContaining("cascade pair: drafter: lost")
                .hasMessageContaining("policy default: model: ");
        assertThat(models.names()).isEmpty();
    }

    @Test
    void anAnswerRunsOnWhenItsModelIsTakenAway() throws IOException {
        RandomModel.write(RandomShape.named("0.5M"), BlockFormats.named("Q8_0"), 7, folder.resolve("m.gguf"));
        TestGateway.write(folder, "real.yaml", """
                apiVersion: drover.dev/v1
                kind: Model
                metadata: {name: real}
                spec: {local: {file: m.gguf}}
                """);
        try (Rosters rosters = Rosters.open(folder, new EngineModels(), CircuitBreakerRegistry.ofDefaults())) {
            TestGateway.remote(folder, "far", "{}", "{provider: openai, url: \"http://127.0.0.1:11/v1\", model: m}");
            Files.delete(folder.resolve("real.yaml"));
            AtomicBoolean taken = new AtomicBoolean();
            List<AnswerPart> parts = rosters.get()
                    .answerers()
                    .get("real")
                    .client()
                    .stream(ChatRequest.of("real", "Hi").withMaxTokens(24))
                    .limitRate(1)
                    .doOnNext(part -> {
                        if (part instanceof AnswerPart.Text && taken.compareAndSet(false, true)) {
                            reload(rosters);
                        }
                    })
                    .collectList()
                    .block(Duration.ofSeconds(60));
            assertThat(taken).isTrue();
            assertThat(parts).last().isInstanceOf(Usage.class);
            assertThat(rosters.get().answerers()).containsOnlyKeys("far");
        }
    }

    private static List<AnswerPart> answer(Rosters rosters, String model) {
        return rosters.get()
                .answerers()
                .get(model)
                .client()
                .stream(ChatRequest.of(model, "Hi"))
                .collectList()
                .block(Duration.ofSeconds(30));
    }
}
