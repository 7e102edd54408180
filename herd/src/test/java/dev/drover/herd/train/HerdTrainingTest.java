package dev.drover.herd.train;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --threads 0 | --threads: 0 (expected: 1 to 2)
            --items 0 | --items: 0 (expected: 1 to 100000)
            --items 100001 | --items: 100001 (expected: 1 to 100000)
            --steps 0 | --steps: 0 (expected: 1 to 2147483647)
            --tokens 0 | --tokens: 0 (expected: 1 to 9223372036854775807)
            --tokens 1e6 | --tokens: 1e6 (expected: a whole number)
            --seed 99999999999999999999 | --seed: 99999999999999999999 (expected: a whole number)
            --tokens | --tokens: no value (expected: [NAME...]
            arith --new-document | --new-document: unknown option (expected: [NAME...]
            arith Arith | model: Arith (expected: one of [verifier, drafter, arith
            - | -: unknown option
            """)
    void aValueThatCannotBeIsNamedWithItsRange(String arguments, String message) {
        assertThatThrownBy(() -> TrainingOptions.parse(arguments.split(" ", -1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2_047, Long.MAX_VALUE})
    void aBudgetWithoutAStepOrBeyondCountingIsRefusedBeforeTraining(long budget) {
        TrainingOptions options = TrainingOptions.parse(new String[] {"facts", "--tokens", "" + budget});
        assertThatThrownBy(() -> options.plan(Recipe.named("facts")))
                .hasMessageContaining("budget: " + budget + " (expected: 1 to 2147483647 steps of 2048 tokens)");
    }

    @Test
    void whatIsNotSaidIsThatOfTheRecipe() {
        TrainingOptions options = TrainingOptions.parse(new String[] {"code", "text", "--evaluate"});
        assertThat(options.recipes()).extracting(Recipe::name).containsExactly("code", "text");
        for (Recipe recipe : options.recipes()) {
            assertThat(options.plan(recipe)).isEqualTo(recipe.plan(recipe.tokens(), 1));
        }
        assertThat(options.evaluate()).isTrue();
        assertThat(options.newDocuments()).isFalse();
        assertThat(options.out()).isNull();
    }

    @Test
    void theHerdFitsItsTwentyFourMebibytes() {
        double bytes = Recipe.all().stream().mapToDouble(recipe -> recipe.shape().parameters() * 34.0 / 32).sum();
        assertThat(bytes).isLessThan(24 << 20);
    }
}
