package dev.drover.herd.train;

import dev.drover.engine.format.BlockFormats;
import dev.drover.engine.gguf.GgufFile;
import dev.drover.herd.train.network.InitialWeights;
import dev.drover.herd.train.network.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class ModelFileTest {

    private static final Shape SHAPE = new Shape(1024, 64, 2, 4, 2, 96);
    private static final TrainedModel MODEL = new TrainedModel(SHAPE, InitialWeights.of(SHAPE, 8));

    @TempDir
    Path folder;

    @Test
    void floatsComeBackAsTheyWere() throws IOException {
        Path file = folder.resolve("f32.gguf");
        ModelFile.write(file, MODEL, "tiny", "a test", BlockFormats.F32);
        assertThat(ModelFile.read(file, SHAPE).weights()).containsExactly(MODEL.weights());
    }

    @Test
    void quantizedNumbersComeBackNearby() throws IOException {
        Path file = folder.resolve("q8_0.gguf");
        ModelFile.write(file, MODEL, "tiny", "a test", BlockFormats.Q8_0);
        float[] read = ModelFile.read(file, SHAPE).weights();
        for (int i = 0; i < read.length; i++) {
            assertThat(Math.abs(read[i] - MODEL.weights()[i])).isLessThan(0.002f);
        }
    }

    @Test
    void aMatrixIsStoredOutputsByInputs() throws IOException {
        Path file = folder.resolve("shape.gguf");
        ModelFile.write(file, MODEL, "tiny", "a test", BlockFormats.Q8_0);
        try (GgufFile model = GgufFile.open(file)) {
            assertThat(Objects.requireNonNull(model.tensor("blk.1.ffn_gate.weight")).shape()).containsExactly(64, 96);
            assertThat(Objects.requireNonNull(model.tensor("blk.0.attn_k.weight")).shape()).containsExactly(64, 32);
            assertThat(Objects.requireNonNull(model.tensor("token_embd.weight")).shape()).containsExactly(64, 1024);
            assertThat(Objects.requireNonNull(model.tensor("output_norm.weight")).format()).isEqualTo(BlockFormats.F32);
            assertThat(model.tensor("output.weight")).isNull();
        }
    }
}
