package dev.drover.gateway.command;

import dev.drover.engine.format.BlockFormats;
import dev.drover.engine.random.RandomModel;
import dev.drover.engine.random.RandomShape;
import dev.drover.gateway.evaluation.Frontier;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The verb that finds a pair's frontier, on files of random weights. */
class MeasureFrontierTest {

    @TempDir
    Path folder;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... args) {
        List<String> all = new ArrayList<>(List.of("frontier"));
        all.addAll(List.of(args));
        return Drover.run(all, new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    @Test
    void twoFilesAndATaskFileBecomeATableAPictureAndAPolicy() throws IOException {
        Path model = folder.resolve("m.gguf");
        RandomModel.write(RandomShape.named("0.5M"), BlockFormats.named("Q8_0"), 7, model);
        Path tasks = Files.writeString(folder.resolve("tasks.jsonl"), """
                {"prompt": "a", "answer": ".*", "match": "regex"}
                {"prompt": "b", "answer": ".*", "match": "regex"}
                """);
        Path results = folder.resolve("out");
        int code = run("--drafter", model.toString(), "--verifier", model.toString(), "--tasks", tasks.toString(),
                "--rules", "lossless", "--gamma", "2", "--limit", "6", "--out", results.toString(), "--target",
                "work=0.9,quality=1");
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("frontier: 2 of 2");
        assertThat(code).isEqualTo(Command.DONE);
        assertThat(results).isDirectoryContaining("glob:**/frontier.md")
                .isDirectoryContaining("glob:**/frontier.csv")
                .isDirectoryContaining("glob:**/frontier.svg")
                .isDirectoryContaining("glob:**/results.jsonl");
        assertThat(results.resolve("policy.yaml")).content().contains("file: '" + model + "'");
        assertThat(run("--drafter", model.toString(), "--verifier", model.toString(), "--tasks", tasks.toString(),
                "--rules", "lossless", "--gamma", "2", "--limit", "6", "--out", results.toString(), "--target",
                "quality=1,time=0")).isEqualTo(Command.FAILED);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("no setting meets the target");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --rules=token-v4       | rule: token-v4 (expected: token-v
            --gamma=99             | --gamma: 99 (expected: a whole number from 1 to 15 or adaptive)
            --target=speed=1       | --target: speed=1 (expected: quality=, time= or work= and a number
            --target=time=1,time=2 | each of quality, time and work once
            --tasks=/no/such/file  | --tasks: /no/such/file cannot be read
            --leniency=x           | --leniency: x (expected: a number
            """)
    void whatCannotBeUnderstoodIsNamed(String argument, String problem) {
        assertThat(run(argument, "--out=" + folder)).isEqualTo(Command.MISUSED);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains(problem);
    }

    @Test
    void aTargetIsSeveralLimits() {
        assertThat(MeasureFrontier.target("quality=0.7, work=0.3")).isEqualTo(new Frontier.Target(.7, null, .3));
        assertThatThrownBy(() -> MeasureFrontier.target("")).isInstanceOf(Command.Misuse.class);
    }
}
