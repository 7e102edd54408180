package dev.drover.engine.random;

import dev.drover.engine.EngineOptions;
import dev.drover.engine.LocalEngine;
import dev.drover.engine.LocalModel;
import dev.drover.engine.TestModels;
import dev.drover.engine.format.BlockFormat;
import dev.drover.engine.format.BlockFormats;
import dev.drover.engine.gguf.GgufFile;
import dev.drover.engine.gguf.Tensor;
import dev.drover.inference.token.Logits;
import dev.drover.inference.token.SequenceOptions;
import dev.drover.inference.token.TokenSequence;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RandomModelTest {

    private static final RandomShape SMALL = new RandomShape("small", 64, 2, 4, 2, 96, 600, 128);

    @TempDir
    private Path folder = Path.of("");

    @Test
    void theSameSeedGivesTheSameFileAndAnotherAnother() throws IOException {
        byte[][] files = new byte[3][];
        for (int i = 0; i < 3; i++) {
            Path path = folder.resolve("model.gguf");
            RandomModel.write(SMALL, BlockFormats.Q8_0, i / 2, path);
            files[i] = Files.readAllBytes(path);
        }
        assertThat(files[0]).isEqualTo(files[1]).isNotEqualTo(files[2]);
    }

    @Test
    void weightsHaveTheDeviationThatKeepsActivationsNearOne() throws IOException {
        Path path = folder.resolve("model.gguf");
        RandomModel.write(SMALL, BlockFormats.F32, 1, path);
        try (GgufFile file = GgufFile.open(path)) {
            Tensor query = Objects.requireNonNull(file.tensor("blk.1.attn_q.weight"));
            double squares = 0;
            double sum = 0;
            for (float weight : query.values()) {
                squares += (double) weight * weight;
                sum += weight;
            }
            assertThat(Math.sqrt(squares / (64 * 64))).isBetween(0.97 / 8, 1.03 / 8);
            assertThat(Math.abs(sum / (64 * 64))).isLessThan(0.01);
        }
    }

    @Test
    void everyFormatRunsEncodesAndDecodesAndStaysFinite() throws IOException {
        try (LocalEngine engine = new LocalEngine(EngineOptions.standard().withThreads(1))) {
            for (BlockFormat format : BlockFormats.all()) {
                Path path = folder.resolve(format.name() + ".gguf");
                RandomModel.write(format.blockSize() > 64 ? TestModels.BLOCKS : SMALL, format, 1, path);
                LocalModel model = engine.open("random", path);
                int[] tokens = model.prompt("Grüße, \u4f60\u597d!");
                assertThat(text(model, tokens)).isEqualTo(" Grüße, \u4f60\u597d!");
                try (TokenSequence sequence = model.open(SequenceOptions.capacity(128))) {
                    Logits logits = sequence.extend(tokens, tokens.length);
                    for (float value : logits.values()) {
                        assertThat(Math.abs(value)).isLessThan(100);
                    }
                }
            }
        }
    }

    @Test
    void everyArchitectureRunsAndStaysFinite() throws IOException {
        try (LocalEngine engine = new LocalEngine(EngineOptions.standard().withThreads(1))) {
            for (String architecture : RandomModel.architectures()) {
                Path path = folder.resolve(architecture + ".gguf");
                RandomModel.write(SMALL, architecture, BlockFormats.Q4_0, 1, path);
                try (LocalModel model = engine.open(architecture, path);
                        TokenSequence sequence = model.open(SequenceOptions.capacity(128))) {
                    Logits logits = sequence.extend(model.prompt("to be or not to be, that is the question"), 1);
                    float largest = 0;
                    for (float value : logits.values()) {
                        largest = Math.max(largest, Math.abs(value));
                    }
                    assertThat(largest).as(architecture).isBetween(0.5f, 100f);
                }
            }
        }
    }

    @Test
    void aLlamaIsTheSameBytesAsEver() throws Exception {
        Path path = folder.resolve("model.gguf");
        RandomModel.write(RandomShape.named("0.5M"), BlockFormats.F32, 3, path);
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(path));
        assertThat(HexFormat.of().formatHex(digest)).startsWith("8cb43f8d298b");
    }

    @Test
    void anArchitectureThatIsNoneIsRefusedByName() {
        assertThatThrownBy(() -> RandomModel.write(SMALL, "mamba", BlockFormats.F32, 1, folder.resolve("model.gguf")))
                .hasMessageContaining("architecture: mamba")
                .hasMessageContaining("gemma3");
    }

    private static String text(LocalModel model, int[] tokens) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int token : tokens) {
            bytes.writeBytes(model.vocabulary().bytes(token));
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void tokensAreAllDifferent() throws IOException {
        Path path = folder.resolve("model.gguf");
        RandomModel.write(new RandomShape("wide", 32, 1, 2, 2, 32, 32_000, 64), BlockFormats.Q4_0, 1, path);
        try (GgufFile file = GgufFile.open(path)) {
            List<?> tokens = (List<?>) Objects.requireNonNull(file.metadata().asMap().get("tokenizer.ggml.tokens"));
            Set<Object> different = new HashSet<>(tokens);
            assertThat(different).hasSize(32_000);
        }
    }

    @Test
    void shapesAreFoundByNameAndCheckedOnTheirOwn() {
        assertThat(RandomShape.named("110m")).isEqualTo(new RandomShape("110M", 768, 12, 12, 12, 2048, 32_000, 2048));
        assertThat(RandomShape.named("1.1B").hidden()).isEqualTo(5632);
        assertThatThrownBy(() -> RandomShape.named("7B")).hasMessageContaining("7B").hasMessageContaining("110M");
        assertThatThrownBy(() -> new RandomShape("odd", 65, 1, 4, 2, 8, 300, 10)).hasMessageContaining("width 65");
        assertThatThrownBy(() -> new RandomShape("few", 64, 1, 4, 2, 8, 258, 10)).hasMessageContaining("258");
    }

    @Test
    void everySizeOutOfRangeIsNamedWithItsValue() {
        assertThatThrownBy(() -> new RandomShape("s", 64, 0, 4, 2, 8, 300, 10)).hasMessageContaining("layers 0");
        assertThatThrownBy(() -> new RandomShape("s", 64, 1, 0, 2, 8, 300, 10)).hasMessageContaining("heads 0");
        assertThatThrownBy(() -> new RandomShape("s", 64, 1, 4, -1, 8, 300, 10)).hasMessageContaining("key heads -1");
        assertThatThrownBy(() -> new RandomShape("s", 64, 1, 4, 3, 8, 300, 10)).hasMessageContaining("key heads 3");
        assertThatThrownBy(() -> new RandomShape("s", 64, 1, 4, 2, 0, 300, 10)).hasMessageContaining("hidden 0");
        assertThatThrownBy(() -> new RandomShape("s", 64, 1, 4, 2, 8, 300, 0)).hasMessageContaining("context 0");
        assertThatThrownBy(() -> new RandomShape("s", 12, 1, 4, 2, 8, 300, 10)).hasMessageContaining("even size");
    }

    @Test
    void whatDoesNotDivideIntoBlocksIsStoredPlain() throws IOException {
        Path path = folder.resolve("model.gguf");
        RandomModel.write(new RandomShape("uneven", 48, 1, 2, 1, 64, 300, 16), BlockFormats.Q4_0, 1, path);
        try (GgufFile file = GgufFile.open(path)) {
            assertThat(Objects.requireNonNull(file.tensor("blk.0.attn_q.weight")).format()).isSameAs(BlockFormats.F32);
            assertThat(Objects.requireNonNull(file.tensor("blk.0.ffn_down.weight")).format())
                    .isSameAs(BlockFormats.Q4_0);
            assertThat(Objects.requireNonNull(file.tensor("output_norm.weight")).values()).containsOnly(1f);
        }
    }
}
