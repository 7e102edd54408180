package dev.drover.engine;

import dev.drover.engine.adapter.Adapter;
import dev.drover.engine.adapter.AdapterSet;
import dev.drover.engine.format.BlockFormats;
import dev.drover.engine.gguf.GgufFile;
import dev.drover.engine.gguf.GgufWriter;
import dev.drover.engine.gguf.InvalidModelFile;
import dev.drover.engine.gguf.Tensor;
import dev.drover.engine.kernel.KernelLevel;
import dev.drover.engine.kernel.KernelLevels;
import dev.drover.engine.model.ReferenceDecoder;
import dev.drover.engine.random.RandomShape;
import dev.drover.inference.InferenceFailure;
import dev.drover.inference.token.SequenceOptions;
import dev.drover.inference.token.TokenSequence;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/** A model with adapters is the model into whose weights they were merged. */
@Timeout(120)
class AdaptersTest {

    private static final int[] TOKENS = IntStream.range(0, 80).map(i -> (i * 37 + 5) % 290).toArray();
    private static final SequenceOptions ROOM = SequenceOptions.capacity(200);

    @TempDir
    private Path folder = Path.of("");

    private Path base(String model) {
        return TestModels.varied(folder, model, TestModels.ODD, BlockFormats.F32, writer -> {
        });
    }

    private Path write(String name, GgufWriter writer) throws IOException {
        Path path = folder.resolve(name + ".gguf");
        writer.write(path);
        return path;
    }

    private static LocalEngine engine() {
        KernelLevel exact = Objects.requireNonNullElse(KernelLevels.vector(), KernelLevels.scalar());
        return new LocalEngine(EngineOptions.standard().withThreads(2), exact);
    }

    private static AdapterSet set(Adapter adapter, double scale) {
        return new AdapterSet(List.of(new AdapterSet.Part(adapter, (float) scale)));
    }

    private static float[] logits(LocalModel model) {
        try (TokenSequence sequence = model.open(ROOM)) {
            return sequence.extend(TOKENS, 1).row(0);
        }
    }

    @ParameterizedTest
    @CsvSource({"llama,llama", "phi3,phi3", "mixtral,llama"})
    void logitsAreThoseOfTheMergedModel(String model, String architecture) throws IOException {
        Path path = base(model);
        try (GgufFile file = GgufFile.open(path); LocalEngine engine = engine()) {
            List<Tensor> matrices = AdapterFiles.matrices(file);
            Path first = write("first", AdapterFiles.random(matrices, architecture, 5, 10, 1));
            Path second = write("second", AdapterFiles.random(matrices.subList(0, 3), architecture, 2, 0, 2));
            LocalModel plain = engine.open("plain", path);
            LocalModel adapted = plain.sharing("adapted",
                    new AdapterSet(List.of(new AdapterSet.Part(plain.adapter(first), 0.5f),
                            new AdapterSet.Part(plain.adapter(second), -1.5f))));
            ReferenceDecoder reference = new ReferenceDecoder(file, architecture);
            reference.used = 2;
            reference.halves = architecture.equals("phi3");
            try (GgufFile one = GgufFile.open(first); GgufFile other = GgufFile.open(second)) {
                Map<String, double[]> changes = new HashMap<>(AdapterFiles.merged(one, 0.5 * 10 / 5));
                AdapterFiles.merged(other, -1.5).forEach((name, added) -> changes.merge(name, added, (a, b) -> {
                    double[] sum = a.clone();
                    Arrays.setAll(sum, i -> a[i] + b[i]);
                    return sum;
                }));
                reference.changes = changes;
            }
            double[] expected = reference.logits(TOKENS)[TOKENS.length - 1];
            float[] actual = logits(adapted);
            float[] without = logits(plain);
            double difference = 0;
            for (int i = 0; i < expected.length; i++) {
                assertThat((double) actual[i]).as("%s %d", model, i).isCloseTo(expected[i], within(2e-3));
                difference = Math.max(difference, Math.abs(actual[i] - without[i]));
            }
            assertThat(difference).isGreaterThan(0.2);
        }
    }

    @Test
    void rowsKeepTheirBitsWhateverAdaptersOthersOfThePassHave() throws Exception {
        // large enough to be computed in passes of several sequences
        Path path = TestModels.random(folder, new RandomShape("wide", 512, 4, 8, 2, 4800, 300, 512), BlockFormats.Q8_0);
        try (GgufFile file = GgufFile.open(path);
                LocalEngine engine = new LocalEngine(EngineOptions.standard().withThreads(2));
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            assertThat(AdapterFiles.matrices(file)).isNotEmpty();
            LocalModel plain = engine.open("plain", path);
            assertThat(plain.weightsPerToken()).isGreaterThan(32_000_000);
            List<LocalModel> models = new ArrayList<>(List.of(plain));
            for (int seed = 0; seed < 3; seed++) {
                Adapter adapter = plain.adapter(write("a" + seed,
                        AdapterFiles.random(AdapterFiles.matrices(file), "llama", 4 + seed, 8, seed)));
                models.add(plain.sharing("m" + seed, set(adapter, 1)));
                models.add(plain.sharing("half" + seed, set(adapter, 0.5)));
            }
            List<float[]> alone = models.stream().map(AdaptersTest::stepwise).toList();
            assertThat(alone.stream().map(Arrays::hashCode).distinct()).hasSize(models.size());
            List<Future<float[]>> together = new ArrayList<>();
            for (LocalModel model : models) {
                together.add(callers.submit(() -> stepwise(model)));
            }
            for (int i = 0; i < models.size(); i++) {
                assertThat(together.get(i).get()).as("model %d", i).isEqualTo(alone.get(i));
            }
            assertThat(plain.statistics().rows()).isGreaterThan(plain.statistics().passes());
        }
    }

    private static float[] stepwise(LocalModel model) {
        try (TokenSequence sequence = model.open(ROOM)) {
            sequence.extend(Arrays.copyOf(TOKENS, 40), 0);
            for (int i = 40; i < 59; i++) {
                sequence.extend(new int[] {TOKENS[i]}, 0);
            }
            return sequence.extend(new int[] {TOKENS[59]}, 1).row(0);
        }
    }

    @Test
    void stateIsSharedAmongSequencesOfTheSameAdaptersAlone() throws IOException {
        Path path = base("llama");
        try (GgufFile file = GgufFile.open(path); LocalEngine engine = engine()) {
            LocalModel plain = engine.open("plain", path);
            Adapter adapter = plain
                    .adapter(write("a", AdapterFiles.random(AdapterFiles.matrices(file), "llama", 4, 8, 1)));
            LocalModel adapted = plain.sharing("adapted", set(adapter, 1));
            LocalModel namesake = plain.sharing("namesake", set(adapter, 1));
            LocalModel weaker = plain.sharing("weaker", set(adapter, 0.5));
            logits(adapted);
            assertThat(reused(plain)).isZero();
            assertThat(reused(weaker)).isZero();
            assertThat(reused(namesake)).isEqualTo(TOKENS.length - 1);
            assertThat(reused(weaker)).isEqualTo(TOKENS.length - 1);
        }
    }

    private static int reused(LocalModel model) {
        try (TokenSequence sequence = model.open(ROOM)) {
            sequence.extend(TOKENS, 1);
            return sequence.reused();
        }
    }

    @Test
    void weightsStayAsLongAsAModelThatSharesThem() throws IOException {
        try (LocalEngine engine = engine()) {
            LocalModel plain = engine.open("plain", base("llama"));
            LocalModel other = plain.sharing("other", AdapterSet.NONE);
            float[] expected = logits(plain);
            plain.close();
            plain.close();
            assertThat(engine.models()).isOne();
            assertThat(logits(other)).isEqualTo(expected);
            assertThatThrownBy(() -> plain.open(ROOM)).isInstanceOf(InferenceFailure.Unavailable.class);
            assertThatThrownBy(() -> plain.sharing("third", AdapterSet.NONE)).hasMessageContaining("closed");
            other.close();
            assertThat(engine.models()).isZero();
        }
    }

    @Test
    void filesThatAreNoAdaptersOfTheModelAreRefused() throws IOException {
        Path path = base("llama");
        try (GgufFile file = GgufFile.open(path); LocalEngine engine = engine()) {
            LocalModel model = engine.open("plain", path);
            Tensor query = Objects.requireNonNull(file.tensor("blk.0.attn_q.weight"));
            refused(model, AdapterFiles.keys("qwen2", 1), "general.architecture", "qwen2 (expected: llama");
            refused(model, AdapterFiles.keys("llama", 1).put("general.type", "model"), "general.type", "adapter");
            refused(model, AdapterFiles.keys("llama", 1).put("adapter.type", "ia3"), "adapter.type", "lora");
            refused(model, AdapterFiles.keys("llama", -1), "adapter.lora.alpha", "at least 0");
            refused(model, AdapterFiles.keys("llama", 1), "tensors", "at least a pair");
            refused(model, AdapterFiles.keys("llama", 1).put("adapter.alora.invocation_tokens", new int[] {1}),
                    "adapter.alora.invocation_tokens", "midst of a text");
            for (String unknown : List.of("blk.9.attn_q.weight", "token_embd.weight")) {
                GgufWriter writer = AdapterFiles.keys("llama", 1);
                AdapterFiles.pair(writer, new Tensor(unknown, query.shape(), query.format(), query.data()), 4,
                        BlockFormats.F32, 1);
                refused(model, writer, "tensor " + unknown + ".lora_a", "embeddings and the routers");
            }
            refused(model, tensors(new String[] {"blk.0.attn_norm.weight"}, new long[][] {{96}}),
                    "tensor blk.0.attn_norm.weight", "must be merged");
            String low = query.name() + ".lora_a";
            String high = query.name() + ".lora_b";
            refused(model, tensors(new String[] {low}, new long[][] {{96, 4}}), "tensor " + high, "present beside");
            String[] pair = {low, high};
            refused(model, tensors(pair, new long[][] {{64, 4}, {4, 96}}), "tensor " + low, "96, those of the model's");
            refused(model, tensors(pair, new long[][] {{96, 4}, {4, 64}}), "tensor " + high, "96, those of");
            refused(model, tensors(pair, new long[][] {{96, 4}, {5, 96}}), "tensor " + high, "4, the rank");
            refused(model, tensors(pair, new long[][] {{96, 4, 2}, {4, 96}}), "tensor " + low, "one for each expert");
        }
    }

    private static GgufWriter tensors(String[] names, long[][] shapes) {
        GgufWriter writer = AdapterFiles.keys("llama", 1);
        for (int i = 0; i < names.length; i++) {
            int count = (int) Arrays.stream(shapes[i]).reduce(1, (a, b) -> a * b);
            writer.tensor(names[i], BlockFormats.F32, new float[count], shapes[i]);
        }
        return writer;
    }

    private void refused(LocalModel model, GgufWriter writer, String field, String expected) throws IOException {
        Path path = write("refused", writer);
        assertThatThrownBy(() -> model.adapter(path))
                .isInstanceOfSatisfying(InvalidModelFile.class, refusal -> assertThat(refusal.field()).isEqualTo(field))
                .hasMessageContaining(expected);
    }
}
