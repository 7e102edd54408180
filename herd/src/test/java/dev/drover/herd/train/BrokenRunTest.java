package dev.drover.herd.train;

import dev.drover.herd.train.network.Shape;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What becomes of a run whose files were hurt, or whose weights ran away. */
class BrokenRunTest {

    private static final int END = Integer.MAX_VALUE;
    private static final PrintStream NOWHERE = new PrintStream(OutputStream.nullOutputStream(), false,
            StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    private TrainingRun run(String name, int steps, double rate) {
        TrainingPlan plan = new TrainingPlan(TrainerTest.TINY, 9, steps * 256L, 256, rate);
        return new TrainingRun(name, plan, new PairsOfLetters(100_000), "data", folder.resolve(name), NOWHERE);
    }

    @Test
    void aCheckpointCutShortStopsTheRunAndIsLeftAsItIs() throws IOException {
        run("cut", 8, 0.01).run(1, 4);
        Path file = folder.resolve("cut/checkpoint");
        byte[] half = Arrays.copyOf(Files.readAllBytes(file), (int) Files.size(file) / 2);
        Files.write(file, half);
        assertThatThrownBy(() -> run("cut", 8, 0.01).run(1, END)).isInstanceOf(IOException.class)
                .hasMessageContaining("go on from before-decay");
        assertThat(Files.readAllBytes(file)).isEqualTo(half);
    }

    @Test
    void theStateBeforeTheDecayTakesAHurtCheckpointsPlace() throws IOException {
        TrainingResult straight = run("straight", 10, 0.01).run(1, END);
        run("hurt", 10, 0.01).run(1, 7);
        Path before = folder.resolve("hurt/before-decay");
        Files.copy(before, folder.resolve("hurt/checkpoint"), StandardCopyOption.REPLACE_EXISTING);
        TrainingResult again = run("hurt", 10, 0.01).run(2, END);
        assertThat(again.weightsHash()).isEqualTo(straight.weightsHash());
        assertThat(folder.resolve("hurt/loss.csv")).hasSameTextualContentAs(folder.resolve("straight/loss.csv"));
    }

    @Test
    void aCheckpointOfAnotherShapeIsRefusedWithBothShapes() throws IOException {
        run("shape", 8, 0.01).run(1, 1);
        TrainingPlan plan = new TrainingPlan(new Shape(64, 64, 1, 4, 2, 48), 9, 8 * 256, 256, 0.01);
        TrainingRun other = new TrainingRun("shape", plan, new PairsOfLetters(100_000), "data", folder.resolve("shape"),
                NOWHERE);
        assertThatThrownBy(() -> other.run(1, END)).isInstanceOf(IOException.class)
                .hasMessageContaining("shape 64,2,4,2,48 of 64")
                .hasMessageContaining("(expected: shape 64,1,4,2,48 of 64");
    }

    @Test
    void anotherRateOrSeedIsAnotherRun() throws IOException {
        run("rate", 8, 0.01).run(1, 1);
        assertThatThrownBy(() -> run("rate", 8, 0.02).run(1, END)).isInstanceOf(IOException.class)
                .hasMessageContaining("at rate 0.01 on data (expected: ")
                .hasMessageContaining("move the folder away to start again");
    }

    @Test
    void weightsThatRanAwayAreNotSavedOverGoodOnes() throws IOException {
        run("away", 8, 1e30).run(1, 1);
        byte[] good = Files.readAllBytes(folder.resolve("away/checkpoint"));
        assertThatThrownBy(() -> run("away", 8, 1e30).run(1, END)).isInstanceOf(IOException.class)
                .hasMessageContaining("away: a weight of NaN at step ")
                .hasMessageContaining("start again with a lower rate");
        assertThat(Files.readAllBytes(folder.resolve("away/checkpoint"))).isEqualTo(good);
    }

    @Test
    void lossesThatACrashLeftBehindTheCheckpointAreDropped() throws IOException {
        run("crash", 8, 0.01).run(1, 4);
        Files.writeString(folder.resolve("crash/loss.csv"), "5,1300,9.99999\n6,15", StandardOpenOption.APPEND);
        run("crash", 8, 0.01).run(1, END);
        assertThat(Files.readAllLines(folder.resolve("crash/loss.csv"))).hasSize(8)
                .noneMatch(line -> line.contains("9.99999"));
    }

    @Test
    void aRunWhoseLossesWereRemovedGoesOn() throws IOException {
        run("removed", 4, 0.01).run(1, END);
        Files.delete(folder.resolve("removed/loss.csv"));
        TrainingResult result = run("removed", 4, 0.01).run(1, END);
        assertThat(result.steps()).isEqualTo(4);
        assertThat(result.loss()).isNaN();
        assertThat(folder.resolve("removed/loss.svg")).content().contains("</svg>");
    }

    @Test
    void otherDocumentsAreNotedInTheCourse() throws IOException {
        run("course", 20, 0.01).run(1, 2);
        TrainingPlan plan = new TrainingPlan(TrainerTest.TINY, 9, 20 * 256L, 256, 0.01);
        TrainingRun other = new TrainingRun("course", plan, new PairsOfLetters(50), "newer", folder.resolve("course"),
                NOWHERE);
        other.acceptNewDocuments();
        assertThat(other.run(1, 4).course()).isEqualTo("5120 tokens on data until step 2, then 5120");
        assertThat(Checkpoint.read(folder.resolve("course/checkpoint")).identity()).endsWith(" on newer");
    }

    @Test
    void weightsOfAnotherShapeAreNoModel() {
        assertThatThrownBy(() -> new TrainedModel(TrainerTest.TINY, new float[10]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("weights: 10 (expected: " + TrainerTest.TINY.parameters() + " for the shape 64,2,4,2,48)");
    }
}
