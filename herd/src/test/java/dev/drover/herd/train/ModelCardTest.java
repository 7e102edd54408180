package dev.drover.herd.train;

import dev.drover.herd.task.Domain;
import dev.drover.herd.task.Part;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ModelCardTest {

    private static Evaluation evaluation(int exact, List<Evaluation.Failure> failures) {
        return new Evaluation(Domain.ARITH, Part.HELD_OUT, 200, exact, 150, 0.004, 58.4, failures);
    }

    private static String card(List<Evaluation.Failure> failures) {
        Recipe recipe = Recipe.named("arith");
        TrainedModel model = new TrainedModel(recipe.shape(), new float[recipe.shape().parameters()]);
        TrainingResult result = new TrainingResult("arith", model, 0.1234, 1953, 4_001_234, "4000000", 512.4, "cafe");
        return new ModelCard(recipe, recipe.plan(recipe.tokens(), 1), result, "beef", "f00d", "ace",
                List.of(evaluation(190, failures)), List.of(evaluation(189, failures))).markdown();
    }

    @Test
    void sizesHashesAndAccuraciesAreStated() {
        assertThat(card(List.of())).contains("# arith", "| parameters | 984,192 |", "| processor time | 512 s |",
                "| documents | arith 100 % |", "4,001,234 tokens in 1,953 steps of 2,048", "`beef`", "`f00d`", "`ace`",
                "`cafe`", "| arith | 0.950 | 0.945 | 0.750 | 0.004 | 58 |", "arith: none in 200 items");
    }

    @Test
    void failuresAreQuoted() {
        assertThat(card(List.of(new Evaluation.Failure("2 + 2\n?", "Answer: `5`.", "4"))))
                .contains("arith: `2 + 2 / ?` got `Answer: '5'.` (expected: `4`)");
    }
}
