package dev.drover.engine.model;

import dev.drover.engine.EngineOptions;
import dev.drover.engine.LocalEngine;
import dev.drover.engine.LocalModel;
import dev.drover.engine.TestModels;
import dev.drover.engine.cache.CacheFormat;
import dev.drover.engine.cache.KeyValueCache;
import dev.drover.engine.crew.Crew;
import dev.drover.engine.format.BlockFormat;
import dev.drover.engine.format.BlockFormats;
import dev.drover.engine.gguf.GgufFile;
import dev.drover.engine.gguf.GgufWriter;
import dev.drover.engine.gguf.InvalidModelFile;
import dev.drover.engine.gguf.Tensor;
import dev.drover.engine.kernel.KernelLevel;
import dev.drover.engine.kernel.KernelLevels;
import dev.drover.engine.network.ForwardPass;
import dev.drover.engine.network.Network;
import dev.drover.engine.random.RandomShape;
import dev.drover.inference.token.Logits;
import dev.drover.inference.token.SequenceOptions;
import dev.drover.inference.token.TokenSequence;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What every architecture keeps to: the logits of a reference in double precision, for prompts longer than any window, and
 * the same bits however a sequence came to be.
 */
public abstract class ArchitectureContract {

    /** A window shorter than the prompts, that is no multiple of the cache's chunks. */
    protected static final int WINDOW = 37;

    private static final int[] TOKENS = new int[150];

    static {
        Arrays.setAll(TOKENS, i -> (i * 37 + i / 11) % 290);
    }

    @TempDir
    private Path folder = Path.of("");

    /** What files call it. */
    protected abstract String architecture();

    /** What random models of it are called. */
    protected String model() {
        return architecture();
    }

    /** Changes the random file of this architecture, so that everything that may vary does. */
    protected void vary(GgufWriter writer) {}

    /** Tells the reference what the tensors do not say. */
    protected abstract void describe(ReferenceDecoder reference);

    /** The sizes of the random file. */
    protected RandomShape shape() {
        return new RandomShape("tiny", 64, 3, 4, 2, 96, 290, 256);
    }

    private Path file(BlockFormat format) {
        return TestModels.varied(folder, model(), shape(), format, this::vary);
    }

    @Test
    void logitsAreThoseOfTheReference() {
        logitsAreThoseOfTheReference(TOKENS.length, this::describe);
    }

    /**
     * Compares the logits after all tokens of a prompt.
     *
     * @param capacity how long the sequence may become
     * @param description tells the reference what the tensors do not say
     */
    protected final void logitsAreThoseOfTheReference(int capacity, Consumer<ReferenceDecoder> description) {
        KernelLevel exact = Objects.requireNonNullElse(KernelLevels.vector(), KernelLevels.scalar());
        int[] tokens = Arrays.copyOf(TOKENS, Math.min(capacity, TOKENS.length));
        for (BlockFormat format : new BlockFormat[] {BlockFormats.F32, BlockFormats.Q8_0}) {
            try (GgufFile file = GgufFile.open(file(format))) {
                ReferenceDecoder reference = new ReferenceDecoder(file, architecture());
                description.accept(reference);
                double[][] expected = reference.logits(tokens);
                float[] actual = forward(Architectures.load(file, exact), 1, tokens, tokens.length, capacity);
                int size = expected[0].length;
                double largest = 0;
                double spread = 0;
                for (int i = 0; i < actual.length; i++) {
                    largest = Math.max(largest, Math.abs(actual[i] - expected[i / size][i % size]));
                    spread = Math.max(spread, Math.abs(expected[i / size][i % size]));
                }
                assertThat(spread).as("logits differ from one another").isGreaterThan(0.5);
                assertThat(largest).as("%s %s", architecture(), format.name()).isLessThan(1e-3);
            } catch (IOException impossible) {
                throw new AssertionError(impossible);
            }
        }
    }

    @Test
    void bitsDoNotDependOnChunksOrThreads() throws IOException {
        try (GgufFile file = GgufFile.open(file(BlockFormats.Q8_0))) {
            Network network = Architectures.load(file, KernelLevels.chosen());
            float[] whole = forward(network, 1, TOKENS, TOKENS.length, TOKENS.length);
            for (int chunk : new int[] {1, 7, 64}) {
                assertThat(forward(network, 1, TOKENS, chunk, TOKENS.length)).as("chunk %d", chunk).isEqualTo(whole);
            }
            for (int threads : new int[] {2, 3}) {
                assertThat(forward(network, threads, TOKENS, 33, TOKENS.length)).as("threads %d", threads)
                        .isEqualTo(whole);
            }
        }
    }

    @Test
    void tokenByTokenAfterTruncationAndInAForkTheLogitsAreTheSame() throws IOException {
        try (LocalEngine engine = new LocalEngine(EngineOptions.standard().withThreads(1));
                LocalModel model = engine.open("tiny", file(BlockFormats.F32))) {
            int length = 90;
            int[] tokens = Arrays.copyOf(TOKENS, length);
            try (TokenSequence whole = model.open(SequenceOptions.capacity(100));
                    TokenSequence steps = model.open(SequenceOptions.capacity(100))) {
                float[] expected = last(whole.extend(tokens, 1));
                for (int i = 0; i < length - 1; i++) {
                    steps.extend(new int[] {tokens[i]}, 0);
                }
                assertThat(last(steps.extend(new int[] {tokens[length - 1]}, 1))).isEqualTo(expected);
                steps.truncate(50);
                steps.extend(new int[] {7, 7, 7}, 0);
                steps.truncate(45);
                try (TokenSequence fork = steps.fork()) {
                    steps.extend(new int[] {1, 2, 3, 4}, 1);
                    assertThat(last(fork.extend(Arrays.copyOfRange(tokens, 45, length), 1))).isEqualTo(expected);
                }
            }
        }
    }

    @Test
    void aTensorThatWouldBeIgnoredIsRefused() {
        refused("tensor blk.0.attn_sinks.weight",
                writer -> writer.tensor("blk.0.attn_sinks.weight", BlockFormats.F32, new float[4], 4));
    }

    @Test
    void everyTensorOfALayerIsNeeded() throws IOException {
        try (GgufFile whole = GgufFile.open(TestModels.varied(folder, model(), shape(), BlockFormats.F32, writer -> {
        }))) {
            List<String> names = whole.tensors()
                    .stream()
                    .map(Tensor::name)
                    .filter(name -> name.startsWith("blk.1."))
                    .toList();
            assertThat(names).hasSizeGreaterThan(5);
            for (String missing : names) {
                try (GgufFile file = TestModels.without(whole, missing)) {
                    assertThatThrownBy(() -> Architectures.load(file, KernelLevels.scalar())).as("without %s", missing)
                            .isInstanceOf(InvalidModelFile.class)
                            .hasMessageContaining("blk.1.");
                }
            }
        }
    }

    /** Holds that a changed file is refused for a field. */
    protected final void refused(String field, Consumer<GgufWriter> change) {
        Path changed = TestModels.varied(folder, model(), shape(), BlockFormats.F32, writer -> {
            vary(writer);
            change.accept(writer);
        });
        try (GgufFile file = GgufFile.open(changed)) {
            assertThatThrownBy(() -> Architectures.load(file, KernelLevels.chosen())).isInstanceOfSatisfying(
                    InvalidModelFile.class, refusal -> assertThat(refusal.field()).isEqualTo(field));
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static float[] last(Logits logits) {
        return Arrays.copyOf(logits.values(), logits.size());
    }

    private static float[] forward(Network network, int threads, int[] tokens, int chunk, int capacity) {
        int size = network.vocabularySize();
        float[] logits = new float[tokens.length * size];
        ForwardPass pass = network.newPass(threads);
        KeyValueCache cache = new KeyValueCache(network.cacheShape(), CacheFormat.F32, capacity);
        try (Crew crew = new Crew(threads)) {
            for (int start = 0; start < tokens.length; start += chunk) {
                int end = Math.min(tokens.length, start + chunk);
                cache.reserve(end);
                pass.batch().clear();
                for (int t = start; t < end; t++) {
                    pass.batch().add(cache, t, tokens[t], true);
                }
                pass.prepare(() -> false);
                crew.run(pass::run);
                System.arraycopy(pass.logits(), 0, logits, start * size, (end - start) * size);
            }
        }
        return logits;
    }
}
