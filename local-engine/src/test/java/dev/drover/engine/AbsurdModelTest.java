package dev.drover.engine;

import com.sun.management.ThreadMXBean;
import dev.drover.engine.format.BlockFormats;
import dev.drover.engine.gguf.GgufFile;
import dev.drover.engine.gguf.GgufWriter;
import dev.drover.engine.gguf.InvalidModelFile;
import dev.drover.engine.gguf.MetadataType;
import dev.drover.engine.model.bert.BertFiles;
import dev.drover.engine.random.RandomModel;
import dev.drover.engine.random.RandomShape;
import dev.drover.inference.token.SequenceOptions;
import dev.drover.inference.token.TokenSequence;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Files that are well made and say absurd things of the model in them are opened and run, or refused by the field; never
 * do they take more memory than their size and 64 MiB, or end in another error.
 */
class AbsurdModelTest {

    private static final RandomShape SHAPE = new RandomShape("absurd", 32, 1, 4, 2, 32, 280, 32);
    private static final long SPARE = 64L << 20;
    private static final List<Object> VALUES = List.of(0, 1, 2, 3, 5, 64, 65_536, 1 << 24, (1 << 24) + 1,
            Integer.MAX_VALUE, -1, 1L << 40, Long.MAX_VALUE, 0f, -1f, 1e-30f, 1e30f, Float.NaN, Float.POSITIVE_INFINITY,
            0.5, true, "", "1", "llama", new int[0], new int[] {1}, new float[] {1, 2}, List.of("a", "a"));

    @TempDir
    private Path folder = Path.of("");
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final LocalEngine engine = new LocalEngine(EngineOptions.standard().withThreads(1));

    @BeforeEach
    void loadsClassesBeforeMemoryIsCounted() throws IOException {
        isRun(bytes("llama"), "as it is");
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private byte[] bytes(String architecture) throws IOException {
        Path path = folder.resolve(architecture + ".gguf");
        if (!Files.exists(path)) {
            RandomModel.write(SHAPE, architecture, BlockFormats.F32, 2, path);
        }
        return Files.readAllBytes(path);
    }

    private static byte[] with(GgufFile file, Map<String, Object> changes, List<String> without) throws IOException {
        GgufWriter all = new GgufWriter().putAll(file.metadata());
        changes.forEach(all::put);
        file.tensors().stream().filter(tensor -> !without.contains(tensor.name())).forEach(all::tensor);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        all.write(out);
        return out.toByteArray();
    }

    /** Whether a model is opened; it then reads a few tokens. */
    private boolean isRun(byte[] bytes, String what) {
        long before = threads.getCurrentThreadAllocatedBytes();
        boolean opened = false;
        try (LocalModel model = engine.open("absurd", bytes)) {
            opened = true;
            assertThat(threads.getCurrentThreadAllocatedBytes() - before).as(what).isLessThan(bytes.length + SPARE);
            try (TokenSequence sequence = model.open(SequenceOptions.capacity(Math.min(8, model.contextLength())))) {
                sequence.extend(new int[] {1}, 1);
            }
        } catch (InvalidModelFile refused) {
            assertThat(refused.getMessage()).as(what).contains(refused.field()).contains("(expected: ");
        } catch (RuntimeException | Error crash) {
            throw new AssertionError(what, crash);
        }
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).as(what).isLessThan(bytes.length + SPARE);
        return opened;
    }

    static List<String> architectures() {
        return RandomModel.architectures();
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void noKeyOfAnyArchitectureCanSayAnythingThatCrashes(String architecture) throws IOException {
        int opened = 0;
        int refused = 0;
        try (GgufFile file = GgufFile.of(architecture, bytes(architecture))) {
            for (String key : file.metadata().asMap().keySet()) {
                if (!architecture.equals("llama") && (key.startsWith("tokenizer.") || key.startsWith("general."))) {
                    continue; // the same for all
                }
                for (Object value : VALUES) {
                    byte[] changed = with(file, Map.of(key, value), List.of());
                    if (isRun(changed, architecture + ": " + key + " = " + value)) {
                        opened++;
                    } else {
                        refused++;
                    }
                }
            }
        }
        assertThat(opened).isPositive();
        assertThat(refused).isGreaterThan(opened / 2);
    }

    @Test
    void keysThatAreNotThereByThemselvesCrashNothingEither() throws IOException {
        List<String> keys = List.of("llama.attention.key_length", "llama.attention.value_length",
                "llama.attention.sliding_window", "llama.expert_count", "llama.expert_used_count",
                "llama.rope.scaling.type", "llama.rope.scaling.factor", "llama.rope.scaling.original_context_length",
                "llama.attention.scale", "tokenizer.ggml.add_eos_token", "tokenizer.ggml.add_space_prefix",
                "tokenizer.ggml.eot_token_id", "tokenizer.chat_template", "general.sampling.temp",
                "general.sampling.top_k", "general.alignment", "split.count", "split.no");
        try (GgufFile file = GgufFile.of("llama", bytes("llama"))) {
            for (String key : keys) {
                for (Object value : VALUES) {
                    if (!key.equals("general.alignment") || aligns(value)) {
                        isRun(with(file, Map.of(key, value), List.of()), key + " = " + value);
                    }
                }
            }
        }
    }

    /** Whether the writer takes a value as an alignment. */
    private static boolean aligns(Object value) {
        return value instanceof Integer whole && whole >= 8 && whole <= 1 << 20 && Integer.bitCount(whole) == 1;
    }

    @Test
    void severalLiesAtOnceCrashNothing() throws IOException {
        SplittableRandom random = new SplittableRandom(5);
        try (GgufFile file = GgufFile.of("llama", bytes("llama"))) {
            List<String> keys = new ArrayList<>(file.metadata().asMap().keySet());
            List<String> tensors = file.tensors().stream().map(tensor -> tensor.name()).toList();
            for (int round = 0; round < 300; round++) {
                Map<String, Object> changes = new HashMap<>();
                for (int i = 0; i < 1 + random.nextInt(3); i++) {
                    changes.put(keys.get(random.nextInt(keys.size())), VALUES.get(random.nextInt(VALUES.size())));
                }
                List<String> without = random.nextInt(3) == 0 ? List.of(tensors.get(random.nextInt(tensors.size())))
                        : List.of();
                isRun(with(file, changes, without), "round " + round + ": " + changes + " without " + without);
            }
        }
    }

    @Test
    void aWholeOfAHugeContextTakesNoMemoryUntilItIsUsed() throws IOException {
        try (GgufFile file = GgufFile.of("llama", bytes("llama"))) {
            assertThat(isRun(with(file, Map.of("llama.context_length", 1 << 24), List.of()), "context")).isTrue();
        }
    }

    @Test
    void noKeyOfAnEncoderCanSayAnythingThatCrashes() throws IOException {
        for (boolean rotary : new boolean[] {false, true}) {
            ByteArrayOutputStream good = new ByteArrayOutputStream();
            BertFiles.write(rotary, 1).write(good);
            try (GgufFile file = GgufFile.of("bert", good.toByteArray())) {
                for (String key : file.metadata().asMap().keySet()) {
                    for (Object value : VALUES) {
                        embed(with(file, Map.of(key, value), List.of()), key + " = " + value);
                    }
                }
            }
        }
    }

    private void embed(byte[] bytes, String what) throws IOException {
        Path path = Files.write(folder.resolve("encoder.gguf"), bytes);
        long before = threads.getCurrentThreadAllocatedBytes();
        try (LocalEmbeddingModel model = engine.openEmbedding("absurd", path)) {
            model.embed(List.of("a"));
        } catch (InvalidModelFile refused) {
            assertThat(refused.getMessage()).as(what).contains(refused.field());
        } catch (IllegalArgumentException tooLong) {
            assertThat(tooLong.getMessage()).as(what).contains("tokens (expected: at most");
        } catch (RuntimeException | Error crash) {
            throw new AssertionError(what, crash);
        }
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).as(what).isLessThan(bytes.length + SPARE);
    }

    @Test
    void unsignedNumbersBeyondAllSizesAreRefused() throws IOException {
        try (GgufFile file = GgufFile.of("llama", bytes("llama"))) {
            for (String key : List.of("llama.context_length", "llama.embedding_length", "llama.block_count",
                    "llama.feed_forward_length", "llama.attention.head_count", "tokenizer.ggml.bos_token_id")) {
                GgufWriter writer = new GgufWriter().putAll(file.metadata())
                        .put(key, MetadataType.UINT32, 4_294_967_295L);
                file.tensors().forEach(writer::tensor);
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                writer.write(out);
                assertThat(isRun(out.toByteArray(), key)).as(key).isFalse();
            }
        }
    }
}
