package dev.drover.herd.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.herd.mixture.GeneratorHash;
import dev.drover.herd.mixture.Mixture;
import dev.drover.herd.train.network.Shape;
import dev.drover.herd.vocabulary.HerdTokenizer;
import org.junit.jupiter.api.Test;

/**
 * Twenty steps on the herd's own documents against a recorded hash: what was published can be trained again, on any machine.
 * When generators or tokenizer change on purpose, both recorded values change; when only the second does, the trainer has.
 */
class ReproductionTest {

    private static final String GENERATORS = "3402cfe76eecf82ecce2bde42b951adfaae0f1cd63787c578554692cf272eda1";
    private static final String WEIGHTS = "d26afbced4710214a821e886e919757437957416d203e50a49d54e6ac43a0f01";

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
