package dev.drover.engine;

import dev.drover.engine.format.BlockFormats;
import dev.drover.engine.gguf.GgufFile;
import dev.drover.engine.gguf.GgufWriter;
import dev.drover.engine.gguf.Tensor;
import dev.drover.engine.schedule.Limits;
import dev.drover.inference.token.SequenceOptions;
import dev.drover.inference.token.TokenSequence;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** The first layers of a model are a model: the one whose file ends there. */
@Timeout(120)
class FirstLayersTest {

    private static final int[] TOKENS = {3, 1, 4, 1, 5, 9};

    @TempDir
    private Path folder = Path.of("");

    private Path whole() {
        return TestModels.random(folder, TestModels.ODD, BlockFormats.Q8_0);
    }

    /** A file with the first layers of another. */
    private Path cut(int layers) throws IOException {
        Path path = folder.resolve("first-" + layers + ".gguf");
        try (GgufFile file = GgufFile.open(whole())) {
            GgufWriter writer = new GgufWriter();
            file.metadata()
                    .asMap()
                    .forEach((key, value) -> writer.put(key,
                            key.endsWith(".block_count") ? Integer.valueOf(layers) : value));
            for (Tensor tensor : file.tensors()) {
                if (!tensor.name().startsWith("blk.") || Integer.parseInt(tensor.name().split("\\.")[1]) < layers) {
                    writer.tensor(tensor.name(), tensor.format(), tensor.values(), tensor.shape());
                }
            }
            writer.write(path);
        }
        return path;
    }

    private static float[] logits(TokenSequence opened) {
        try (TokenSequence sequence = opened) {
            return sequence.extend(TOKENS, 1).row(0);
        }
    }

    @Test
    void theySayWhatAModelOfThoseLayersSays() throws IOException {
        try (LocalEngine engine = new LocalEngine(EngineOptions.standard().withThreads(2))) {
            LocalModel model = engine.open("whole", whole());
            SequenceOptions options = SequenceOptions.capacity(20);
            assertThat(model.layers()).isEqualTo(TestModels.ODD.layers());
            for (int layers = 1; layers < model.layers(); layers++) {
                LocalModel first = engine.open("first " + layers, cut(layers));
                assertThat(logits(model.openFirst(layers, options))).isEqualTo(logits(first.open(options)));
            }
            assertThat(logits(model.openFirst(model.layers(), options))).isEqualTo(logits(model.open(options)));
        }
    }

    @Test
    void theyKeepTheModelInMemoryAndAreCounted() throws IOException {
        EngineOptions options = new EngineOptions(2, Limits.standard(),
                new Residence(Long.MAX_VALUE, Duration.ofMillis(100)));
        Path cut = cut(1);
        Path whole = whole();
        try (LocalEngine engine = new LocalEngine(options)) {
            LocalModel model = engine.open("whole", whole);
            LocalModel other = engine.open("other", cut);
            try (TokenSequence sequence = model.openFirst(1, SequenceOptions.capacity(20))) {
                await().until(() -> !other.isLoaded());
                assertThat(sequence.extend(TOKENS, 0).rows()).isZero();
                assertThat(model.isLoaded()).isTrue();
            }
            await().until(() -> !model.isLoaded());
            assertThat(model.statistics().rows()).isEqualTo(TOKENS.length);
            model.close();
            assertThat(engine.models()).isOne();
        }
    }

    @Test
    void moreLayersThanThereAreOrNoneAreRefused() throws IOException {
        try (LocalEngine engine = new LocalEngine(EngineOptions.standard().withThreads(2))) {
            LocalModel model = engine.open("whole", whole());
            for (int layers : new int[] {0, model.layers() + 1}) {
                assertThatThrownBy(() -> model.openFirst(layers, SequenceOptions.capacity(20)))
                        .hasMessage("layers: " + layers + " (expected: 1 to " + model.layers() + ")");
            }
        }
    }
}
