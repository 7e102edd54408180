package dev.drover.engine.bench;

import dev.drover.engine.TestModels;
import dev.drover.engine.format.BlockFormats;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Each study tells its figures; how large they are is not looked at here. */
@Timeout(120)
class StudiesTest {

    @TempDir
    private Path folder = Path.of("");

    private List<String> lines(Study study) throws IOException {
        Path model = TestModels.random(folder, TestModels.BLOCKS, BlockFormats.Q8_0);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream output = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            study.run(model, 2, new Report(output, true));
        }
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void eachFormatHasALine() throws IOException {
        List<String> lines = lines(new FormatStudy(List.of(BlockFormats.Q4_0, BlockFormats.named("Q4_K")), 1, 8));
        assertThat(lines).hasSize(2)
                .allMatch(line -> line.matches("\\{\"work\":\"format\",\"format\":\"q4_[0k]\","
                        + "\"threads\":2,\"megabytes\":[0-9.]+,\"tokensPerSecond1\":[0-9.]+,\"tokensPerSecond5\":[0-9.]+,"
                        + "\"tokensPerSecond64\":[0-9.]+,\"boundRatio\":[0-9.]+}"));
        assertThatThrownBy(() -> lines(new FormatStudy(List.of(BlockFormats.Q4_0), 1, 250)))
                .hasMessage("context: 250 (expected: at most 192)");
    }

    @Test
    void fewerBytesForKeysAndValuesCostSomething() throws IOException {
        List<String> lines = lines(
                new CacheStudy(100, 1, model -> IntStream.range(0, 150).map(i -> i * 37 % 250).toArray()));
        assertThat(lines).hasSize(3);
        assertThat(lines.getFirst()).contains("\"format\":\"F32\"", "\"timesOfF32\":1.000", "\"divergence\":\"0.0\"");
        assertThat(lines.get(1)).contains("\"format\":\"F16\"").doesNotContain("\"divergence\":\"0.0\"");
        assertThat(lines.getLast()).contains("\"format\":\"Q8_0\"").doesNotContain("\"divergence\":\"0.0\"");
    }

    @Test
    void aSharedBeginningIsReused() throws IOException {
        assertThat(lines(new PrefixStudy(200, 2))).singleElement()
                .asString()
                .contains("\"prompt\":200,\"reused\":184,");
    }

    @Test
    void startAndPausesTellTheirTimes() throws IOException {
        assertThat(lines(new StartStudy(Duration.ofMillis(300), false))).singleElement()
                .asString()
                .matches(".*millisToFirstToken\":[0-9.]+,.*\"millisToNineTenths\":[0-9.]+}");
        assertThat(lines(new PauseStudy(Duration.ofMillis(300), 3))).singleElement()
                .asString()
                .matches(
                        ".*\"clients\":3,\"seconds\":0.300,\"tokens\":[1-9][0-9]*,.*\"longestMillisOfOurs\":[0-9.]+,.*");
    }
}
