package dev.drover.router.quality;

import dev.drover.router.Contribution;
import dev.drover.router.Herd;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class RouterTrainerTest {

    @Test
    void theSameSeedGivesTheSameBytesAndAnotherSeedOthers() {
        TrainingOptions options = new TrainingOptions(7, 3, 0.1, 1e-4, 0.3, 12);
        List<Outcome> outcomes = Herd.known(60, 1);

        assertThat(RouterTrainer.train(outcomes, options).toBytes())
                .isEqualTo(RouterTrainer.train(outcomes, options).toBytes());
        assertThat(RouterTrainer.train(outcomes, options).hash())
                .isNotEqualTo(RouterTrainer.train(outcomes, options.withSeed(8)).hash());
    }

    @Test
    void wordingsNeverSeenGoWhereTheyBelong() {
        RouterModel model = RouterTrainer.train(Herd.known(600, 1), TrainingOptions.STANDARD);
        int right = 0;
        List<Outcome> unseen = Herd.unseen(600, 2);
        for (Outcome outcome : unseen) {
            Prediction prediction = model.predict(outcome.messages());
            for (String head : model.heads()) {
                double predicted = prediction.quality(head).orElseThrow();
                double quality = outcome.quality().getOrDefault(head, Double.NaN);
                right += predicted >= 0.5 == quality >= 0.5 ? 1 : 0;
            }
        }

        assertThat(right / (double) (unseen.size() * model.heads().size())).isGreaterThan(0.93);
    }

    @Test
    void aHeadPredictsTheShareThatIsRight() {
        SplittableRandom random = new SplittableRandom(4);
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < 800; i++) {
            String prompt = i % 2 == 0 ? "What is 3 + 4?" : "Where was Ban Dolan born?";
            double odds = i % 2 == 0 ? 0.8 : 0.3;
            outcomes.add(Outcome.of("", prompt, Map.of("m", random.nextDouble() < odds ? 1.0 : 0.0)));
        }
        RouterModel model = RouterTrainer.train(outcomes, TrainingOptions.STANDARD);

        assertThat(model.predict(outcomes.get(0).messages()).quality("m").orElseThrow()).isCloseTo(0.8, within(0.06));
        assertThat(model.predict(outcomes.get(1).messages()).quality("m").orElseThrow()).isCloseTo(0.3, within(0.06));
    }

    @Test
    void targetsMayLieBetweenWrongAndRight() {
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            outcomes.add(Outcome.of("", "What is " + i + " + 4?", Map.of("m", 0.7)));
        }
        RouterModel model = RouterTrainer.train(outcomes, TrainingOptions.STANDARD);

        assertThat(model.predict(outcomes.get(0).messages()).quality("m").orElseThrow()).isCloseTo(0.7, within(0.05));
    }

    @Test
    void aModelThatWasAskedRarelyStillHasAHead() {
        List<Outcome> outcomes = new ArrayList<>(Herd.known(60, 1));
        outcomes.add(Outcome.of("arith", "What is 3 + 4?", Map.of("rare", 1.0)));
        RouterModel model = RouterTrainer.train(outcomes, TrainingOptions.STANDARD);

        assertThat(model.heads()).containsExactly("dates", "large", "letters", "people", "rare", "sums");
        assertThat(model.predict(outcomes.get(0).messages()).quality("nobody")).isEmpty();
    }

    @Test
    void theFeaturesThatSpeakForAModelAreNamed() {
        RouterModel model = RouterTrainer.train(Herd.known(300, 1), TrainingOptions.STANDARD);
        Outcome sum = Outcome.of("arith", "What is 37 + 58?", Map.of());
        List<Contribution> contributions = model.predict(sum.messages()).contributions("sums", "people", 5);

        assertThat(contributions).hasSize(5);
        assertThat(contributions).extracting(Contribution::feature).anyMatch(feature -> feature.contains("+"));
        assertThat(contributions.getFirst().weight()).isPositive();
        assertThat(contributions).extracting(contribution -> -Math.abs(contribution.weight())).isSorted();
        assertThat(model.predict(sum.messages()).contributions("nobody", "sums", 5)).isEmpty();
    }

    @Test
    void nothingToLearnFromIsRefused() {
        assertThatThrownBy(() -> RouterTrainer.train(List.of(), TrainingOptions.STANDARD))
                .hasMessageContaining("outcomes: none");
        assertThatThrownBy(() -> Outcome.of("", "x", Map.of("m", 1.5))).hasMessageContaining("quality.m: 1.5");
        assertThatThrownBy(() -> new TrainingOptions(1, 0, 1, 0, 0, 15)).hasMessageContaining("epochs: 0");
        assertThatThrownBy(() -> new TrainingOptions(1, 1, 1, 0, 0.95, 15)).hasMessageContaining("dropout: 0.95");
    }
}
