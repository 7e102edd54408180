package dev.drover.gateway.roster;

import dev.drover.engine.format.BlockFormats;
import dev.drover.engine.random.RandomModel;
import dev.drover.engine.random.RandomShape;
import dev.drover.gateway.fixture.ScriptedModels;
import dev.drover.gateway.fixture.TestGateway;
import dev.drover.inference.AnswerPart;
import dev.drover.inference.ChatRequest;
import dev.drover.inference.InferenceFailure;
import dev.drover.inference.ModelClient;
import dev.drover.inference.Usage;
import dev.drover.policy.Model;
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

class LocalShelfTest {

    @TempDir
    Path folder;
    private final ScriptedModels models = new ScriptedModels();

    private LocalShelf shelf(TokenModels from) {
        return new LocalShelf(from, new ModelFiles(folder, folder.resolve("cache")));
    }

    @Test
    void whatWasTakenInVainIsGivenBackAndTheLastGoodRoundStays() {
        TestGateway.local(folder, "small", "Yes.");
        TestGateway.local(folder, "big", "Yes, indeed.");
        LocalShelf shelf = shelf(models);
        Object small = shelf.take("small", new Model.Local("small.txt"));
        shelf.sweep(true);

        shelf.take("big", new Model.Local("big.txt"));
        assertThatThrownBy(() -> shelf.take("lost", new Model.Local("lost.txt")))
                .isInstanceOf(IllegalArgumentException.class);
        shelf.sweep(false);
        assertThat(models.names()).containsExactly("small");

        assertThat(shelf.take("small", new Model.Local("small.txt"))).isSameAs(small);
        shelf.take("big", new Model.Local("big.txt"));
        shelf.sweep(true);
        assertThat(models.names()).containsExactlyInAnyOrder("small", "big");

        shelf.take("big", new Model.Local("big.txt"));
        shelf.sweep(true);
        assertThat(models.names()).containsExactly("big");
        assertThat(models.loads).hasValue(3);
    }

    @Test
    void aModelWhoseFileChangedIsLoadedAgain() {
        TestGateway.local(folder, "small", "Yes.");
        LocalShelf shelf = shelf(models);
        Object before = shelf.take("small", new Model.Local("small.txt"));
        shelf.sweep(true);
        TestGateway.local(folder, "small", "No, never.");
        assertThat(shelf.take("small", new Model.Local("small.txt"))).isNotSameAs(before);
    }

    @Test
    void anAnswerRunsOnWhenItsModelIsTakenAway() throws IOException {
        RandomModel.write(RandomShape.named("0.5M"), BlockFormats.named("Q8_0"), 7, folder.resolve("m.gguf"));
        try (EngineModels engine = new EngineModels()) {
            LocalShelf shelf = shelf(engine);
            ModelClient client = ((LocalShelf.Answering) shelf.take("real", new Model.Local("m.gguf"))).client();
            shelf.sweep(true);
            AtomicBoolean taken = new AtomicBoolean();
            List<AnswerPart> parts = client.stream(ChatRequest.of("real", "Hi").withMaxTokens(24))
                    .limitRate(1)
                    .doOnNext(part -> {
                        if (part instanceof AnswerPart.Text && taken.compareAndSet(false, true)) {
                            shelf.sweep(true);
                        }
                    })
                    .collectList()
                    .block(Duration.ofSeconds(60));
            assertThat(taken).isTrue();
            assertThat(parts).last().isInstanceOf(Usage.class);
            assertThatThrownBy(() -> client.stream(ChatRequest.of("real", "Hi")).blockLast(Duration.ofSeconds(60)))
                    .isInstanceOf(InferenceFailure.Unavailable.class);
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
        assertThatThrownBy(() -> Rosters.open(folder, models, CircuitBreakerRegistry.ofDefaults()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("model lost: file: ")
                .hasMessageContaining("model secret: url: 169.254.169.254 (expected: no link-local")
                .hasMessageContaining("cascade pair: drafter: lost")
                .hasMessageContaining("policy default: model: ");
        assertThat(models.names()).isEmpty();
    }
}
