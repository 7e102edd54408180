package dev.drover.engine.bench;

import dev.drover.engine.TestModels;
import dev.drover.engine.format.BlockFormats;
import dev.drover.engine.gguf.InvalidModelFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EngineBenchTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void everyWorkAndNumberOfThreadsHasALine() throws IOException {
        Path model = TestModels.random(folder, TestModels.FULL, BlockFormats.Q8_0);
        List<String> lines = bench(new BenchOptions(model, List.of(1, 2), 8, 1, true));
        assertThat(lines).hasSize(17)
                .allSatisfy(line -> assertThat(line).matches("\\{\"work\":\"[a-z0-9]+\","
                        + "\"threads\":[12],\"context\":[08],\"tokensPerSecond\":[0-9.]+,\"millisPerPass\":[0-9.]+,"
                        + "\"fixedMicros\":[0-9.]+,\"boundRatio\":[0-9.]+}"));
        assertThat(lines).filteredOn(line -> line.contains("\"decode\"")).hasSize(2);
        assertThat(lines).first().asString().startsWith("{\"work\":\"open\",\"threads\":2,\"context\":0,");
        assertThat(lines).filteredOn(line -> line.contains("\"grammar\"")).hasSize(2);
        assertThat(lines).as("longer than the model's context").noneMatch(line -> line.contains("prefill512"));
    }

    @Test
    void optionsOutOfRangeAreRefused() {
        Path model = folder.resolve("absent.gguf");
        assertThatThrownBy(() -> BenchOptions.of(model, List.of(), true)).hasMessageContaining("threads");
        assertThatThrownBy(() -> BenchOptions.of(model, List.of(1, 0), true)).hasMessageContaining("threads: [1, 0]");
        assertThatThrownBy(() -> BenchOptions.of(model, List.of(1025), true)).hasMessageContaining("1 to 1024");
        assertThatThrownBy(() -> new BenchOptions(model, List.of(1), 0, 1, true)).hasMessageContaining("context: 0");
        assertThatThrownBy(() -> new BenchOptions(model, List.of(1), 1, 0, true)).hasMessageContaining("rounds: 0");
    }

    @Test
    void aContextThatTheModelHasNoRoomForIsRefused() {
        Path model = TestModels.random(folder, TestModels.FULL, BlockFormats.Q8_0);
        for (int context : new int[] {256, 5_000}) {
            assertThatThrownBy(() -> bench(new BenchOptions(model, List.of(1), context, 1, true)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("context: " + context + " (expected: less than 256, the model's context length)");
        }
    }

    @Test
    void aModelThatIsAbsentOrDamagedIsNamed() throws IOException {
        Path absent = folder.resolve("absent.gguf");
        assertThatThrownBy(() -> bench(BenchOptions.of(absent, List.of(1), true)))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("absent.gguf");
        Path damaged = Files.writeString(folder.resolve("damaged.gguf"), "no model at all");
        assertThatThrownBy(() -> bench(BenchOptions.of(damaged, List.of(1), true))).isInstanceOf(InvalidModelFile.class)
                .hasMessageStartingWith("damaged.gguf: magic");
    }

    private static List<String> bench(BenchOptions options) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream output = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            EngineBench.run(options, output);
        }
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
