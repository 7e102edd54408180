package dev.drover.gateway.roster;

import dev.drover.engine.format.BlockFormats;
import dev.drover.engine.gguf.GgufWriter;
import dev.drover.engine.random.RandomModel;
import dev.drover.engine.random.RandomShape;
import dev.drover.inference.AnswerPart;
import dev.drover.inference.ChatRequest;
import dev.drover.inference.Sampling;
import dev.drover.inference.Usage;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EngineModelsTest {

    @TempDir
    Path folder;

    @Test
    void aFilesModelAnswersAloneAndInACascade() throws IOException {
        RandomModel.write(RandomShape.named("0.5M"), BlockFormats.named("Q8_0"), 7, folder.resolve("m.gguf"));
        Files.writeString(folder.resolve("all.yaml"),
                """
                        apiVersion: drover.dev/v1
                        kind: Model
                        metadata: {name: small}
                        spec: {local: {file: m.gguf}}
                        ---
                        apiVersion: drover.dev/v1
                        kind: Model
                        metadata: {name: large}
                        spec: {local: {file: m.gguf}}
                        ---
                        apiVersion: drover.dev/v1
                        kind: RoutePolicy
                        metadata: {name: default}
                        spec:
                          match: {models: [auto]}
                          route: {strategy: first, candidates: [pair]}
                          cascades:
                            - {name: pair, drafter: small, verifier: large, rule: lossless, blockLength: 3}
                            - {name: quoting, drafter: {lookup: {ngram: 2}}, verifier: large, rule: token-v3, blockLength: adaptive}
                        """);
        try (Rosters rosters = Rosters.open(folder, new EngineModels(), CircuitBreakerRegistry.ofDefaults())) {
            SimpleMeterRegistry meters = new SimpleMeterRegistry();
            rosters.measure(meters);
            rosters.warm(Duration.ofMillis(50));
            for (String name : List.of("small", "pair", "quoting")) {
                List<AnswerPart> parts = rosters.get()
                        .select(name, "")
                        .candidates()
                        .getFirst()
                        .client()
                        .stream(ChatRequest.of(name, "Hi").withMaxTokens(4))
                        .collectList()
                        .block(Duration.ofSeconds(60));
                assertThat(parts).last()
                        .isInstanceOfSatisfying(Usage.class,
                                usage -> assertThat(usage.completionTokens()).isBetween(1, 4));
            }
            assertThat(meters.get("drover.engine.passes").functionCounter().count()).isPositive();
            assertThat(rosters.get().answerers().values()).allMatch(one -> one.parameters() > 0);
        }
    }

    @Test
    void aModelWithAdaptersAnswersUnderANameOfItsOwn() throws IOException {
        RandomShape shape = RandomShape.named("0.5M");
        RandomModel.write(shape, BlockFormats.named("Q8_0"), 7, folder.resolve("m.gguf"));
        adapter("llama").write(folder.resolve("sql.gguf"));
        adapter("qwen2").write(folder.resolve("other.gguf"));
        String document = """
                apiVersion: drover.dev/v1
                kind: Model
                metadata: {name: plain}
                spec: {local: {file: m.gguf}}
                ---
                apiVersion: drover.dev/v1
                kind: Model
                metadata: {name: sql}
                spec: {local: {file: m.gguf, adapters: [{file: %s, scale: 2}]}}
                """;
        Files.writeString(folder.resolve("all.yaml"), document.formatted("sql.gguf"));
        try (Rosters rosters = Rosters.open(folder, new EngineModels(), CircuitBreakerRegistry.ofDefaults())) {
            assertThat(answer(rosters, "sql")).isNotEqualTo(answer(rosters, "plain")).isEqualTo(answer(rosters, "sql"));
        }
        Files.writeString(folder.resolve("all.yaml"), document.formatted("other.gguf"));
        assertThatThrownBy(() -> Rosters.open(folder, new EngineModels(), CircuitBreakerRegistry.ofDefaults()))
                .hasMessageContaining("model sql")
                .hasMessageContaining("general.architecture")
                .hasMessageContaining("qwen2 (expected: llama");
    }

    private static GgufWriter adapter(String architecture) {
        int width = RandomShape.named("0.5M").width();
        float[] numbers = new float[8 * width];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (i * 37 % 11 - 5) / 8f;
        }
        return new GgufWriter().put("general.type", "adapter")
                .put("general.architecture", architecture)
                .put("adapter.type", "lora")
                .put("adapter.lora.alpha", 8f)
                .tensor("blk.0.attn_output.weight.lora_a", BlockFormats.F32, numbers, width, 8)
                .tensor("blk.0.attn_output.weight.lora_b", BlockFormats.F32, numbers, 8, width);
    }

    private static String answer(Rosters rosters, String model) {
        return rosters.get()
                .select(model, "")
                .candidates()
                .getFirst()
                .client()
                .stream(ChatRequest.of(model, "Hi there, how is it going?")
                        .withMaxTokens(12)
                        .withSampling(Sampling.GREEDY))
                .ofType(AnswerPart.Text.class)
                .map(AnswerPart.Text::text)
                .collect(Collectors.joining())
                .block(Duration.ofSeconds(60));
    }

    @Test
    void aModelsFirstLayersDraftForTheWhole() throws IOException {
        RandomModel.write(RandomShape.named("0.5M"), BlockFormats.named("Q8_0"), 7, folder.resolve("m.gguf"));
        Files.writeString(folder.resolve("all.yaml"), """
                apiVersion: drover.dev/v1
                kind: Model
                metadata: {name: large}
                spec: {local: {file: m.gguf}}
                ---
                apiVersion: drover.dev/v1
                kind: RoutePolicy
                metadata: {name: default}
                spec:
                  match: {models: [auto]}
                  route: {strategy: first, candidates: [early]}
                  cascades:
                    - {name: early, drafter: {layers: {count: 3}}, verifier: large, rule: lossless, blockLength: 3}
                """);
        try (Rosters rosters = Rosters.open(folder, new EngineModels(), CircuitBreakerRegistry.ofDefaults())) {
            assertThat(greedy(rosters, "early")).isEqualTo(greedy(rosters, "large"));
            Files.writeString(folder.resolve("all.yaml"),
                    Files.readString(folder.resolve("all.yaml")).replace("count: 3", "count: 4"));
            assertThatThrownBy(() -> Rosters.open(folder, new EngineModels(), CircuitBreakerRegistry.ofDefaults()))
                    .hasMessageContaining("cascade early: drafter: the first 4 layers of large, which has 4 layers");
        }
    }

    /** A model's answer at temperature 0. */
    private static List<String> greedy(Rosters rosters, String name) {
        return rosters.get()
                .select(name, "")
                .candidates()
                .getFirst()
                .client()
                .stream(ChatRequest.of(name, "Hi").withMaxTokens(20).withSampling(Sampling.GREEDY))
                .ofType(AnswerPart.Text.class)
                .map(AnswerPart.Text::text)
                .collectList()
                .map(texts -> List.of(String.join("", texts)))
                .block(Duration.ofSeconds(60));
    }

    @Test
    void aFileThatIsNoModelIsNamed() throws IOException {
        Files.writeString(folder.resolve("m.gguf"), "no model");
        Files.writeString(folder.resolve("all.yaml"), """
                apiVersion: drover.dev/v1
                kind: Model
                metadata: {name: small}
                spec: {local: {file: m.gguf}}
                ---
                apiVersion: drover.dev/v1
                kind: Model
                metadata: {name: other}
                spec: {local: {file: "bundled:nobody"}}
                """);
        assertThatThrownBy(() -> Rosters.open(folder, new EngineModels(), CircuitBreakerRegistry.ofDefaults()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("model small: file: ")
                .hasMessageContaining("model other: file: bundled:nobody");
    }

    @Test
    void aHerdStrategyWithoutItsRouterSaysSoAtTheStart() throws IOException {
        RandomModel.write(RandomShape.named("0.5M"), BlockFormats.named("Q8_0"), 7, folder.resolve("m.gguf"));
        Files.writeString(folder.resolve("all.yaml"), """
                apiVersion: drover.dev/v1
                kind: Model
                metadata: {name: small}
                spec: {local: {file: m.gguf}}
                ---
                apiVersion: drover.dev/v1
                kind: RoutePolicy
                metadata: {name: default}
                spec:
                  match: {models: [auto]}
                  route: {strategy: herd, model: "bundled:nobody", candidates: [small]}
                """);
        assertThatThrownBy(() -> Rosters.open(folder, new EngineModels(), CircuitBreakerRegistry.ofDefaults()))
                .hasMessageContaining("policy default: model: bundled:nobody")
                .hasMessageContaining("train one");
    }
}
