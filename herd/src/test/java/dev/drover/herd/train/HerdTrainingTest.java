package dev.drover.herd.train;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class HerdTrainingTest {

    @Test
    void withoutNamesEveryModelIsTrained() {
        assertThat(TrainingOptions.parse(new String[0]).recipes()).isEqualTo(Recipe.all());
    }

    @Test
    void optionsReplaceBudgetSeedAndFolder() {
        TrainingOptions options = TrainingOptions
                .parse(new String[] {"dates", "--tokens", "50000", "--seed", "4", "--threads", "2", "--out", "x"});
        TrainingPlan plan = options.plan(options.recipes().getFirst());
        assertThat(plan.budget()).isEqualTo(50_000);
        assertThat(plan.seed()).isEqualTo(4);
        assertThat(options.threads()).isEqualTo(2);
        assertThat(options.out()).isEqualTo(Path.of("x"));
    }

    @Test
    void aMistypedArgumentIsNamedWithWhatWasExpected() {
        assertThatThrownBy(() -> TrainingOptions.parse(new String[] {"--treads", "1"}))
                .hasMessageContaining("--treads: unknown option (expected: [NAME...]");
        assertThatThrownBy(() -> TrainingOptions.parse(new String[] {"sums"}))
                .hasMessageContaining("model: sums (expected: one of [verifier, drafter, arith");
        assertThatThrownBy(() -> TrainingOptions.parse(new String[] {"--threads", "3"}))
                .hasMessageContaining("--threads: 3 (expected: 1 to 2)");
        assertThatThrownBy(() -> TrainingOptions.parse(new String[] {"--seed", "x"})).hasMessageContaining("--seed: x");
        assertThatThrownBy(() -> TrainingOptions.parse(new String[] {"--out"})).hasMessageContaining("--out: no value");
    }

    @Test
    void theHerdFitsItsTwentyFourMebibytes() {
        double bytes = Recipe.all().stream().mapToDouble(recipe -> recipe.shape().parameters() * 34.0 / 32).sum();
        assertThat(bytes).isLessThan(24 << 20);
    }
}
