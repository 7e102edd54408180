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

    private static final String GENERATORS = "18419c78de00fa76ee80789f878c6c47be3bbb639da8bb5790983c2aa9ba01aa";
    private static final String WEIGHTS = "0218290897b44414ad5c6d221bc3de44aaf06baa3e210a9c8f87dfce949521f7";

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
