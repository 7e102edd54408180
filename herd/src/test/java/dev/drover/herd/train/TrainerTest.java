package dev.drover.herd.train;

import dev.drover.herd.train.network.Shape;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TrainerTest {

    static final Shape TINY = new Shape(64, 64, 2, 4, 2, 48);

    static String hashAfter(TrainingPlan plan, int steps, int threads) {
        try (Trainer trainer = Trainer.start(plan, new PairsOfLetters(100_000), threads)) {
            for (int i = 0; i < steps; i++) {
                trainer.step();
            }
            return Checkpoint.hash(trainer.state().weights());
        }
    }

    @Test
    void learnsAFewDocumentsByHeart() {
        TrainingPlan plan = new TrainingPlan(TINY, 3, 80 * 512, 512, 0.01);
        try (Trainer trainer = Trainer.start(plan, new PairsOfLetters(8), 1)) {
            double first = trainer.step();
            double last = first;
            while (trainer.state().step() < plan.steps()) {
                last = trainer.step();
            }
            assertThat(first).isBetween(3.5, 5.0);
            assertThat(last).isLessThan(0.05);
        }
    }

    @Test
    void oneThreadAndTwoGiveTheSameBits() {
        TrainingPlan plan = new TrainingPlan(TINY, 5, 100 * 2_600, 2_600, 0.01);
        assertThat(hashAfter(plan, 6, 2)).isEqualTo(hashAfter(plan, 6, 1));
    }

    @Test
    void anotherSeedGivesOtherWeights() {
        TrainingPlan plan = new TrainingPlan(TINY, 5, 100 * 512, 512, 0.01);
        TrainingPlan other = new TrainingPlan(TINY, 6, 100 * 512, 512, 0.01);
        assertThat(hashAfter(other, 1, 1)).isNotEqualTo(hashAfter(plan, 1, 1));
    }

    @Test
    void aStepTakesAboutTheTokensOfThePlan() {
        TrainingPlan plan = new TrainingPlan(TINY, 5, 10 * 3_000, 3_000, 0.01);
        try (Trainer trainer = Trainer.start(plan, new PairsOfLetters(100_000), 1)) {
            trainer.step();
            assertThat(trainer.state().tokens()).isBetween(3_000L, 3_100L);
        }
    }
}
