package dev.drover.herd.train;

import dev.drover.herd.train.kernel.Lanes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Trains a few steps in a JVM of another vector width: no bit may change. */
class LaneWidthTest {

    private static final int STEPS = 3;

    private static TrainingPlan plan() {
        return new TrainingPlan(TrainerTest.TINY, 5, 20 * 700, 700, 0.01);
    }

    /** Prints the hash of the weights after some steps. */
    public static void main(String[] args) {
        System.out.println(Lanes.count() + " " + TrainerTest.hashAfter(plan(), STEPS, 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 8, 16})
    void theWeightsAreTheSameAtEveryVectorWidth(int lanes) throws IOException, InterruptedException {
        assumeTrue(lanes <= FloatVector.SPECIES_PREFERRED.length(), "this processor has no vectors of that width");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(
                List.of(java, "--add-modules", "jdk.incubator.vector", "-D" + Lanes.PROPERTY + "=" + lanes, "-cp",
                        System.getProperty("java.class.path"), LaneWidthTest.class.getName()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(process.waitFor()).isZero();
        assertThat(printed).isEqualTo(lanes + " " + TrainerTest.hashAfter(plan(), STEPS, 1));
    }
}
