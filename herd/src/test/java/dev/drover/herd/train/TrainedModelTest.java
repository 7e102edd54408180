package dev.drover.herd.train;

import dev.drover.herd.train.network.InitialWeights;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TrainedModelTest {

    private static final TrainedModel RANDOM = new TrainedModel(TrainerTest.TINY,
            InitialWeights.of(TrainerTest.TINY, 4));

    private static int[] continued(TrainedModel model, int[] prompt, int most) {
        int[] tokens = prompt;
        for (int i = 0; i < most; i++) {
            float[] logits = model.logits(tokens);
            int last = (tokens.length - 1) * 64;
            int best = 0;
            for (int t = 1; t < 64; t++) {
                best = logits[last + t] > logits[last + best] ? t : best;
            }
            tokens = Arrays.copyOf(tokens, tokens.length + 1);
            tokens[tokens.length - 1] = best;
        }
        return Arrays.copyOfRange(tokens, prompt.length, tokens.length);
    }

    @Test
    void aTokenSeesOnlyWhatIsBeforeIt() {
        float[] shorter = RANDOM.logits(new int[] {0, 5, 9});
        float[] longer = RANDOM.logits(new int[] {0, 5, 9, 11, 12});
        assertThat(Arrays.copyOf(longer, shorter.length)).containsExactly(shorter);
    }

    @Test
    void generatingWithKeptKeysEqualsRunningTheWholeTextEachTime() {
        int[] first = {0, 5, 9, 13, 7};
        int[] second = {0, 8};
        List<int[]> added = RANDOM.generate(List.of(first, second), 20, -1);
        assertThat(added.get(0)).containsExactly(continued(RANDOM, first, 20));
        assertThat(added.get(1)).containsExactly(continued(RANDOM, second, 20));
    }

    @Test
    void moreLettersThanAreGeneratedAtOnceAreAllAnswered() {
        List<int[]> prompts = java.util.stream.IntStream.range(0, 40).mapToObj(i -> new int[] {0, i}).toList();
        List<int[]> together = RANDOM.generate(prompts, 3, -1);
        assertThat(together).hasSize(40);
        assertThat(together.get(37)).containsExactly(RANDOM.generate(List.of(prompts.get(37)), 3, -1).getFirst());
    }

    @Test
    void aTrainedModelEndsItsAnswerByItself() {
        TrainingPlan plan = new TrainingPlan(TrainerTest.TINY, 3, 80 * 512, 512, 0.01);
        PairsOfLetters source = new PairsOfLetters(8);
        try (Trainer trainer = Trainer.start(plan, source, 1)) {
            while (trainer.state().step() < plan.steps()) {
                trainer.step();
            }
            int[] tokens = source.at(3, 2, 1).tokens();
            int half = tokens.length / 2;
            TrainedModel model = new TrainedModel(TrainerTest.TINY, trainer.state().weights());
            assertThat(model.generate(List.of(Arrays.copyOf(tokens, half + 1)), 40, 1).getFirst())
                    .containsExactly(Arrays.copyOfRange(tokens, half + 1, tokens.length - 1));
        }
    }
}
