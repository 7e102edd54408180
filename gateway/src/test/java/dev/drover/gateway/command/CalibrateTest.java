package dev.drover.gateway.command;

import dev.drover.gateway.fixture.TestGateway;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The verb that finds a deferral's threshold, over scripted models: the weak one repeats what it is asked. */
class CalibrateTest {

    @TempDir
    Path policies;
    @TempDir
    Path files;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void twoModels() {
        for (String model : List.of("weak", "strong")) {
            TestGateway.write(policies, model + ".yaml", """
                    apiVersion: drover.dev/v1
                    kind: Model
                    metadata: {name: %s}
                    spec:
                      price: {inputPerMillion: %s, outputPerMillion: 0}
                      deployments: [{provider: scripted, model: any, %s}]
                    """.formatted(model, model.equals("weak") ? 1000 : 9000,
                    model.equals("weak") ? "echo: true, logprob: -0.1" : "text: right"));
        }
        TestGateway.auto(policies, """
                route: {strategy: first, candidates: [pair]}
                deferrals: [{name: pair, weak: weak, strong: strong, by: mean}]
                """);
    }

    /** Tasks of one word: the first {@code right} of them the weak model has right, the strong one all. */
    private Path tasks(int count, int right) throws IOException {
        return Files.writeString(files.resolve("tasks.jsonl"), IntStream.range(0, count)
                .mapToObj(i -> "{\"prompt\": \"" + (i < right ? "right" : "wrong") + "\", \"answer\": \"right\"}\n")
                .collect(Collectors.joining()));
    }

    private int run(String... args) {
        List<String> all = new ArrayList<>(List.of("calibrate", "--policies", policies.toString(), "--cases",
                files.resolve("cases.jsonl").toString()));
        all.addAll(List.of(args));
        return Drover.run(all, new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private String told() {
        String text = out.toString(StandardCharsets.UTF_8);
        out.reset();
        return text;
    }

    @Test
    void bothModelsAreAskedOnceAndEveryTargetIsFoundFromTheSameRecord() throws IOException {
        String file = tasks(100, 98).toString();
        assertThat(run("--deferral", "pair", "--tasks", file, "--target", "share=0.5")).isEqualTo(Command.DONE);
        assertThat(told()).contains("threshold: 0.0",
                "100 tasks: deferred 0.000, right 0.980, lost 0.020, mean cost 0.001");
        Path cases = files.resolve("cases.jsonl");
        assertThat(cases).content().hasLineCount(101).contains("\"confidence\":0.904837");
        String recorded = Files.readString(cases);

        assertThat(run("--deferral", "pair", "--tasks", file, "--target", "loss=0.1")).isEqualTo(Command.DONE);
        assertThat(told()).as("2 of 100 lost shows at most .0617").contains("threshold: 0.0", "lost 0.020");
        assertThat(run("--deferral", "pair", "--tasks", file, "--target", "loss=0.05")).isEqualTo(Command.DONE);
        assertThat(told()).contains("threshold: 2.0", "deferred 1.000", "The strong model always answers");
        assertThat(run("--deferral", "pair", "--tasks", file, "--target", "cost=0.02")).isEqualTo(Command.DONE);
        assertThat(told()).contains("threshold: 2.0", "mean cost 0.010");
        assertThat(run("--deferral", "pair", "--tasks", file, "--target", "cost=0.0001")).isEqualTo(Command.FAILED);
        assertThat(cases).content().isEqualTo(recorded);
    }

    @Test
    void aRecordOfOtherTasksIsNotGoneOnWith() throws IOException {
        assertThat(run("--deferral", "pair", "--tasks", tasks(3, 3).toString(), "--target", "share=0.5"))
                .isEqualTo(Command.DONE);
        assertThat(run("--deferral", "pair", "--tasks", tasks(4, 3).toString(), "--target", "share=0.5"))
                .isEqualTo(Command.MISUSED);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("records another run");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            pair   | quality=0.5 | --target: quality=0.5 (expected: share=, cost= or loss= and a number)
            pair   | loss=0      | --target: 0 (expected: a number above 0 and below 1)
            strong | share=0.5   | deferral: strong is none (expected: the name of one in a policy's deferrals)
            """)
    void whatCannotBeDoneIsNamed(String deferral, String target, String problem) throws IOException {
        assertThat(run("--deferral", deferral, "--tasks", tasks(3, 3).toString(), "--target", target))
                .isEqualTo(Command.MISUSED);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains(problem);
    }

    @Test
    void aDeferralNobodyKnowsFails() throws IOException {
        assertThat(run("--deferral", "pairs", "--tasks", tasks(3, 3).toString(), "--target", "share=0.5"))
                .isEqualTo(Command.FAILED);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("model: pairs (expected: pair?)");
    }
}
