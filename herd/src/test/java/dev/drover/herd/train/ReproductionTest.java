package dev.drover.herd.train;

import dev.drover.herd.mixture.GeneratorHash;
import dev.drover.herd.mixture.Mixture;
import dev.drover.herd.train.network.Shape;
import dev.drover.herd.vocabulary.HerdTokenizer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Twenty steps on the herd's own documents against a recorded hash: what was published can be trained again, on any machine.
 * When generators or tokenizer change on purpose, both recorded values change; when only the second does, the trainer has.
 */
class ReproductionTest {

    private static final String GENERATORS = "212f9d392b98fa0d6bca9bd3acae4d5ab08e6540cb70659b0d092597251f88ac";
    private static final String WEIGHTS = "dde6a7d6d8c08e848eec635b629d668303b3e09abcd0b0b61ab86b59d5a58c63";

    @Test
    void twentyStepsGiveTheRecordedWeights() {
        HerdTokenizer tokenizer = HerdTokenizer.bundled();
        assertThat(GeneratorHash.of(tokenizer)).isEqualTo(GENERATORS);
        TrainingPlan plan = new TrainingPlan(new Shape(1024, 64, 2, 2, 2, 160), 1, 20 * 1024, 1024, 0.008);
        try (Trainer trainer = Trainer.start(plan, Mixture.verifier(tokenizer), 1)) {
            for (int i = 0; i < 20; i++) {
                trainer.step();
            }
            assertThat(Checkpoint.hash(trainer.state().weights())).isEqualTo(WEIGHTS);
        }
    }
}
