package dev.drover.herd.task;

import dev.drover.herd.phrasing.Dice;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

class CurriculumTest {

    private static final int DRAWS = 20_000;

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.01, 0.15, 0.29999, 0.3, 0.5, 0.9, 1})
    void hardnessStaysInItsRange(double progress) {
        double most = Math.min(1, 0.2 + 0.8 * progress / 0.3);
        for (int index = 0; index < 2_000; index++) {
            assertThat(Curriculum.hardness(Dice.of(1, index), progress)).isBetween(0.0, most);
        }
    }

    @Test
    void theSameDiceNeverGiveAnEasierQuestionLaterInTheGrowth() {
        for (int index = 0; index < 500; index++) {
            double before = 0;
            for (double progress = 0; progress < 0.3; progress += 0.02) {
                double hardness = Curriculum.hardness(Dice.of(2, index), progress);
                assertThat(hardness).isGreaterThanOrEqualTo(before);
                before = hardness;
            }
        }
    }

    @Test
    void theMeanGrowsToTwoThirdsAndStaysThere() {
        assertThat(mean(0)).isCloseTo(0.1, offset(0.01));
        assertThat(mean(0.15)).isCloseTo(0.3, offset(0.01));
        assertThat(mean(0.3)).isCloseTo(2.0 / 3, offset(0.01));
        assertThat(mean(1)).isCloseTo(2.0 / 3, offset(0.01));
    }

    @Test
    void aTwoThirdsOfTheLateDrawsComeFromTheHardestThird() {
        long hard = IntStream.range(0, DRAWS)
                .filter(index -> Curriculum.hardness(Dice.of(4, index), 0.8) >= 2.0 / 3)
                .count();
        assertThat((double) hard / DRAWS).isCloseTo(2.0 / 3, offset(0.02));
    }

    @Test
    void lengthsFollowTheHardnessAndKeepTheirBounds() {
        double before = 0;
        for (double hardness = 0; hardness <= 1; hardness += 0.1) {
            double sum = 0;
            for (int index = 0; index < 500; index++) {
                int length = Task.scaled(Dice.of(5, index), hardness, 3, 8);
                assertThat(length).isBetween(3, 8);
                sum += length;
            }
            assertThat(sum).isGreaterThanOrEqualTo(before);
            before = sum;
        }
        assertThat(before / 500).isGreaterThan(7);
    }

    private static double mean(double progress) {
        return IntStream.range(0, DRAWS)
                .mapToDouble(index -> Curriculum.hardness(Dice.of(3, index), progress))
                .average()
                .orElseThrow();
    }
}
