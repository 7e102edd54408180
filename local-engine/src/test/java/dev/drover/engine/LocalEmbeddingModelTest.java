package dev.drover.engine;

import dev.drover.engine.model.bert.BertFiles;
import dev.drover.inference.InferenceFailure;
import dev.drover.inference.token.EmbeddingModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LocalEmbeddingModelTest {

    @TempDir
    private Path folder = Path.of("");

    private final LocalEngine engine = new LocalEngine(EngineOptions.standard().withThreads(2));

    private LocalEmbeddingModel open() throws IOException {
        Path path = folder.resolve("bert.gguf");
        BertFiles.write(false, 1).write(path);
        return engine.openEmbedding("small", path);
    }

    @Test
    void aTextsVectorDoesNotDependOnTheOthers() throws IOException {
        try (engine; LocalEmbeddingModel model = open()) {
            float[][] together = model.embed(List.of("a cat", "", "two dogs and a cat"));
            assertThat(together).hasDimensions(3, model.dimensions());
            assertThat(model.embed(List.of("two dogs and a cat"))[0]).isEqualTo(together[2]);
            assertThat(model.embed(List.of("A Cat!!"))[0]).isNotEqualTo(together[0]);
            assertThat(model.embed(List.of("A  CAT"))[0]).as("neither case nor blanks count").isEqualTo(together[0]);
            assertThat(model.embed(List.of()).length).isZero();
        }
    }

    @Test
    void marksAtTheEndsAreCounted() throws IOException {
        try (engine; LocalEmbeddingModel model = open()) {
            assertThat(model.countTokens("")).isEqualTo(2);
            assertThat(model.countTokens("a cat")).isEqualTo(6);
        }
    }

    @Test
    void aTextThatIsTooLongIsNamedWithItsPlace() throws IOException {
        try (engine; LocalEmbeddingModel model = open()) {
            assertThat(model.embed(List.of("a ".repeat(94))).length).isOne();
            assertThatThrownBy(() -> model.embed(List.of("a", "a ".repeat(95))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("texts[1]: 97 tokens (expected: at most 96");
        }
    }

    @Test
    void manyCallersGetTheVectorsThatOneWouldGet() throws Exception {
        try (engine; LocalEmbeddingModel model = open()) {
            float[] expected = model.embed(List.of("the quick brown fox"))[0];
            try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Callable<float[][]>> calls = new ArrayList<>();
                for (int i = 0; i < 16; i++) {
                    calls.add(() -> model.embed(List.of("the quick brown fox", "jumps")));
                }
                for (Future<float[][]> answer : callers.invokeAll(calls)) {
                    assertThat(answer.get()[0]).isEqualTo(expected);
                }
            }
        }
    }

    @Test
    void aClosedModelIsUnavailableAndAnInterruptedCallerCancelled() throws IOException {
        LocalEmbeddingModel model = open();
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> model.embed(List.of("a"))).isInstanceOf(InferenceFailure.Cancelled.class);
        assertThat(Thread.interrupted()).isTrue();
        engine.close();
        model.close();
        EmbeddingModel closed = model;
        assertThatThrownBy(() -> closed.embed(List.of("a"))).isInstanceOf(InferenceFailure.Unavailable.class);
    }
}
