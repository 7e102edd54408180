package dev.drover.herd.train;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TrainingRunTest {

    private static final int END = Integer.MAX_VALUE;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @TempDir
    Path folder;

    private TrainingRun run(String name, long budget, String data) {
        TrainingPlan plan = new TrainingPlan(TrainerTest.TINY, 9, budget, 512, 0.01);
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        return new TrainingRun(name, plan, new PairsOfLetters(100_000), data, folder.resolve(name), out);
    }

    @Test
    void aStoppedRunGoesOnToTheSameBits() throws IOException {
        TrainingResult straight = run("straight", 20 * 512, "data").run(1, END);
        run("stopped", 20 * 512, "data").run(1, 10);
        TrainingResult resumed = run("stopped", 20 * 512, "data").run(2, END);
        assertThat(resumed.steps()).isEqualTo(20);
        assertThat(resumed.weightsHash()).isEqualTo(straight.weightsHash());
        assertThat(resumed.loss()).isCloseTo(straight.loss(), org.assertj.core.data.Offset.offset(1e-4));
        assertThat(Files.readAllLines(folder.resolve("stopped/loss.csv")))
                .isEqualTo(Files.readAllLines(folder.resolve("straight/loss.csv")));
    }

    @Test
    void aFinishedRunTakesNoStep() throws IOException {
        TrainingResult first = run("done", 4 * 512, "data").run(1, END);
        TrainingResult second = run("done", 4 * 512, "data").run(1, END);
        assertThat(second.weightsHash()).isEqualTo(first.weightsHash());
        assertThat(second.tokens()).isEqualTo(first.tokens());
    }

    @Test
    void aCheckpointOfOtherDocumentsIsRefused() throws IOException {
        run("data", 4 * 512, "some").run(1, 1);
        assertThatThrownBy(() -> run("data", 4 * 512, "other").run(1, END)).isInstanceOf(IOException.class)
                .hasMessageContaining("on some (expected:")
                .hasMessageContaining("on other");
    }

    @Test
    void theBudgetMayChangeBeforeTheDecay() throws IOException {
        run("longer", 20 * 512, "data").run(1, 3);
        TrainingResult result = run("longer", 40 * 512, "data").run(1, END);
        assertThat(result.steps()).isEqualTo(40);
        assertThat(result.course()).isEqualTo("10240 until step 3, then 20480");
    }

    @Test
    void aBudgetWithTheSameRatesSoFarIsAsIfItHadAlwaysBeen() throws IOException {
        run("same", 1_000 * 512, "data").run(1, 2);
        assertThat(run("same", 2_000 * 512, "data").run(1, 3).course()).isEqualTo("1024000");
    }

    @Test
    void theBudgetMayNotChangeInTheDecay() throws IOException {
        run("late", 20 * 512, "data").run(1, 12);
        assertThatThrownBy(() -> run("late", 40 * 512, "data").run(1, END)).isInstanceOf(IOException.class)
                .hasMessageContaining("whose decay has begun");
    }

    @Test
    void theStateBeforeTheDecayIsKept() throws IOException {
        run("kept", 20 * 512, "data").run(1, END);
        assertThat(Checkpoint.read(folder.resolve("kept/before-decay")).state().step()).isEqualTo(6);
        assertThat(folder.resolve("kept/loss.svg")).content().contains("<svg", "kept: cross entropy", "</svg>");
    }

    @Test
    void theSpeedIsJudgedAtStepTwenty() throws IOException {
        run("speed", 21 * 512, "data").run(1, END);
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("tokens per CPU second");
    }
}
