package dev.drover.herd.train;

import dev.drover.engine.format.BlockFormats;
import dev.drover.engine.gguf.GgufFile;
import dev.drover.herd.train.network.InitialWeights;
import dev.drover.herd.train.network.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ModelFileErrorsTest {

    private static final Shape SHAPE = new Shape(1024, 32, 1, 1, 1, 32);

    @TempDir
    Path folder;

    private Path written() throws IOException {
        Path file = folder.resolve("tiny.gguf");
        ModelFile.write(file, new TrainedModel(SHAPE, InitialWeights.of(SHAPE, 8)), "tiny", "a test",
                BlockFormats.Q8_0);
        return file;
    }

    @Test
    void aFileOfAnotherShapeIsRefusedByTheFirstTensorThatDoesNotFit() throws IOException {
        Path file = written();
        assertThatThrownBy(() -> ModelFile.read(file, new Shape(1024, 32, 2, 1, 1, 32))).isInstanceOf(IOException.class)
                .hasMessageContaining("tiny.gguf: blk.1.attn_norm.weight is missing or of another size (expected: 32");
        assertThatThrownBy(() -> ModelFile.read(file, new Shape(1024, 32, 1, 1, 1, 64))).isInstanceOf(IOException.class)
                .hasMessageContaining("blk.0.ffn_gate.weight is missing or of another size (expected: 2048 numbers)");
        assertThatThrownBy(() -> ModelFile.read(file, new Shape(512, 32, 1, 1, 1, 32))).isInstanceOf(IOException.class)
                .hasMessageContaining("token_embd.weight");
    }

    @Test
    void aFileCutShortIsRefused() throws IOException {
        Path file = written();
        byte[] bytes = Files.readAllBytes(file);
        for (int part = 0; part < 10; part++) {
            Files.write(file, Arrays.copyOf(bytes, bytes.length / 10 * part));
            assertThatThrownBy(() -> ModelFile.read(file, SHAPE)).hasMessageContaining("tiny.gguf: ")
                    .hasMessageContaining("expected: ");
        }
    }

    @Test
    void writingAgainGivesTheSameBytes() throws IOException {
        byte[] once = Files.readAllBytes(written());
        assertThat(Files.readAllBytes(written())).isEqualTo(once);
    }

    @Test
    void quantizingWhatWasQuantizedChangesNothing() throws IOException {
        TrainedModel stored = ModelFile.read(written(), SHAPE);
        Path again = folder.resolve("again.gguf");
        ModelFile.write(again, stored, "tiny", "a test", BlockFormats.Q8_0);
        assertThat(Arrays.equals(ModelFile.read(again, SHAPE).weights(), stored.weights())).isTrue();
    }

    @Test
    void theFileTellsOtherProgramsHowToTalkToIt() throws IOException {
        try (GgufFile file = GgufFile.open(written())) {
            assertThat(file.metadata().string("general.architecture")).isEqualTo("llama");
            assertThat(file.metadata().string("tokenizer.ggml.model")).isEqualTo("gpt2");
            assertThat(file.metadata().integer("tokenizer.ggml.bos_token_id")).isZero();
            assertThat(file.metadata().integer("tokenizer.ggml.eos_token_id")).isEqualTo(1);
            assertThat(file.metadata().integer("llama.attention.head_count_kv")).isEqualTo(1);
            assertThat(file.metadata().string("tokenizer.chat_template")).isEqualTo(ModelFile.CHAT_TEMPLATE);
            assertThat(file.metadata().asMap().get("tokenizer.ggml.merges"))
                    .asInstanceOf(InstanceOfAssertFactories.LIST)
                    .hasSize(760);
        }
    }
}
