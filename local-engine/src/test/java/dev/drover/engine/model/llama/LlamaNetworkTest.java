package dev.drover.engine.model.llama;

import dev.drover.engine.TestModels;
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
import dev.drover.engine.model.Architectures;
import dev.drover.engine.network.ForwardPass;
import dev.drover.engine.network.Network;
import dev.drover.engine.random.RandomShape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The network against the one of the test, and against itself cut up in other ways. */
class LlamaNetworkTest {

    private static final int[] TOKENS = {1, 5, 200, 3, 77, 77, 258, 0, 12, 99, 13, 150, 2, 31, 8, 240, 17, 4, 66, 9};

    @TempDir
    private Path folder = Path.of("");

    static Stream<KernelLevel> levels() {
        KernelLevel vector = KernelLevels.vector();
        return vector == null ? Stream.of(KernelLevels.scalar()) : Stream.of(KernelLevels.scalar(), vector);
    }

    @ParameterizedTest
    @MethodSource("levels")
    void logitsAreThoseOfTheReference(KernelLevel level) throws IOException {
        for (BlockFormat format : BlockFormats.all()) {
            boolean plain = format.equals(BlockFormats.F32) || format.equals(BlockFormats.Q8_0);
            for (RandomShape shape : plain ? List.of(TestModels.ODD, TestModels.FULL, TestModels.SINGLE)
                    : List.of(TestModels.fitting(format))) {
                try (GgufFile file = GgufFile.open(TestModels.random(folder, shape, format))) {
                    double[][] expected = new LlamaReference(file).logits(TOKENS);
                    float[] actual = forward(Architectures.load(file, level), 1, TOKENS, TOKENS.length);
                    double tolerance = format.equals(BlockFormats.F32) ? 1e-4 : 1e-3;
                    for (int t = 0; t < TOKENS.length; t++) {
                        for (int i = 0; i < shape.vocabulary(); i++) {
                            assertThat(Math.abs(actual[t * shape.vocabulary() + i] - expected[t][i]))
                                    .as("%s %s token %d", shape.name(), format.name(), t)
                                    .isLessThan(tolerance);
                        }
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("levels")
    void bitsDoNotDependOnChunksOrThreads(KernelLevel level) throws IOException {
        for (BlockFormat format : BlockFormats.all()) {
            try (GgufFile file = GgufFile.open(TestModels.random(folder, TestModels.fitting(format), format))) {
                Network network = Architectures.load(file, level);
                float[] whole = forward(network, 1, TOKENS, TOKENS.length);
                for (int chunk : new int[] {1, 2, 3, 7, 16}) {
                    assertThat(forward(network, 1, TOKENS, chunk)).as("chunk %d", chunk).isEqualTo(whole);
                }
                for (int threads : new int[] {2, 3, 5}) {
                    assertThat(forward(network, threads, TOKENS, 7)).as("threads %d", threads).isEqualTo(whole);
                }
            }
        }
    }

    @Test
    void aLongSequenceCrossesChunksOfTheCache() throws IOException {
        int[] tokens = new int[150];
        Arrays.setAll(tokens, i -> i * 37 % 259);
        try (GgufFile file = GgufFile.open(TestModels.random(folder, TestModels.FULL, BlockFormats.F32))) {
            double[][] expected = new LlamaReference(file).logits(tokens);
            float[] actual = forward(Architectures.load(file, KernelLevels.chosen()), 2, tokens, 33);
            for (int i = 0; i < 259; i++) {
                assertThat(Math.abs(actual[149 * 259 + i] - expected[149][i])).isLessThan(1e-4);
            }
        }
    }

    @Test
    void aPassThatIsStoppedSaysSo() throws IOException {
        try (GgufFile file = GgufFile.open(TestModels.random(folder, TestModels.FULL, BlockFormats.F32));
                Crew crew = new Crew(2)) {
            Network network = Architectures.load(file, KernelLevels.chosen());
            ForwardPass pass = network.newPass(2);
            KeyValueCache cache = new KeyValueCache(network.cacheShape());
            cache.reserve(1);
            pass.batch().add(cache, 0, 1, true);
            pass.prepare(() -> true);
            crew.run(pass::run);
            assertThat(pass.stopped()).isTrue();
            pass.prepare(() -> false);
            crew.run(pass::run);
            assertThat(pass.stopped()).isFalse();
        }
    }

    @Test
    void workIsCounted() throws IOException {
        RandomShape shape = TestModels.FULL;
        try (GgufFile file = GgufFile.open(TestModels.random(folder, shape, BlockFormats.F32))) {
            Network network = Architectures.load(file, KernelLevels.chosen());
            long layer = 4L * 64 * 64 + 3L * 64 * 96;
            long head = 64L * shape.vocabulary();
            assertThat(network.weightsPerToken()).isEqualTo(2 * layer + head);
            assertThat(network.multiplications(10, 3)).isEqualTo(20 * layer + 3 * head);
            assertThat(network.bytesPerToken()).isEqualTo(4 * (2 * layer + head + 64 + 5 * 64));
        }
    }

    @Test
    void whatDoesNotFitIsRefusedByName() throws IOException {
        refused("token_embd.weight", writer -> writer.put("llama.embedding_length", 65));
        refused("blk.2.attn_norm.weight", writer -> writer.put("llama.block_count", 3));
        refused("llama.attention.head_count_kv", writer -> writer.put("llama.attention.head_count_kv", 3));
        refused("llama.attention.layer_norm_rms_epsilon",
                writer -> writer.put("llama.attention.layer_norm_rms_epsilon", -1f));
        refused("llama.rope.scaling.factor", writer -> writer.put("llama.rope.scaling.type", "yarn"));
        refused("llama.rope.dimension_count", writer -> writer.put("llama.rope.dimension_count", 33));
        refused("llama.expert_used_count", writer -> writer.put("llama.expert_count", 8));
        refused("general.architecture", writer -> writer.put("general.architecture", "mamba"));
        refused("blk.0.attn_q.bias", writer -> writer.tensor("blk.0.attn_q.bias", BlockFormats.F32, new float[63], 63));
        refused("blk.0.attn_q_norm.weight",
                writer -> writer.tensor("blk.0.attn_q_norm.weight", BlockFormats.F32, new float[32], 32));
        refused("rope_freqs.weight", writer -> writer.tensor("rope_freqs.weight", BlockFormats.F32, new float[16], 16));
    }

    private void refused(String field, Consumer<GgufWriter> change) throws IOException {
        Path changed = folder.resolve("changed.gguf");
        try (GgufFile file = GgufFile.open(TestModels.random(folder, TestModels.FULL, BlockFormats.F32))) {
            GgufWriter writer = new GgufWriter();
            file.metadata().asMap().forEach(writer::put);
            for (Tensor tensor : file.tensors()) {
                writer.tensor(tensor.name(), BlockFormats.F32, tensor.values(), tensor.shape());
            }
            change.accept(writer);
            writer.write(changed);
        }
        try (GgufFile file = GgufFile.open(changed)) {
            assertThatThrownBy(() -> Architectures.load(file, KernelLevels.chosen()))
                    .isInstanceOf(InvalidModelFile.class)
                    .hasMessageContaining(field);
        }
    }

    /** The logits of all tokens, computed some at a time. */
    private static float[] forward(Network network, int threads, int[] tokens, int chunk) {
        int size = network.vocabularySize();
        float[] logits = new float[tokens.length * size];
        ForwardPass pass = network.newPass(threads);
        KeyValueCache cache = new KeyValueCache(network.cacheShape());
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
