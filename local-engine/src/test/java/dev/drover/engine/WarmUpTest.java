package dev.drover.engine;

import dev.drover.engine.format.BlockFormats;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** What happens between a model's file and its first request. */
class WarmUpTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void eachShapeIsComputedHoweverLittleTimeThereIs() throws IOException {
        try (LocalEngine engine = new LocalEngine(EngineOptions.standard().withThreads(2))) {
            LocalModel model = engine.open("warm", TestModels.random(folder, TestModels.ODD, BlockFormats.Q8_0));
            model.warm(Duration.ofNanos(1));
            assertThat(model.statistics().rows()).isEqualTo(1 + 5 + 16 + 1 + 9 + 64);
        }
    }

    @Test
    void loadingTellsItsProgressToTheEnd() throws IOException {
        Path path = TestModels.random(folder, TestModels.ODD, BlockFormats.Q8_0);
        List<Long> told = new ArrayList<>();
        try (LocalEngine engine = new LocalEngine(EngineOptions.standard().withThreads(2))) {
            assertThat(engine.open("told", path, told::add).layers()).isEqualTo(TestModels.ODD.layers());
        }
        assertThat(told).isSorted().hasSizeGreaterThan(10);
    }
}
