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

    @Test
    void everyTableRowHasTheCellsOfItsHeading() {
        Evaluation.Failure hard = new Evaluation.Failure("`a` | b\n\n# c", "", "x|y");
        int columns = 0;
        for (String line : card(List.of(hard, hard, hard)).lines().toList()) {
            int cells = line.startsWith("|") ? line.split("\\|", -1).length : 0;
            assertThat(cells == 0 || columns == 0 || cells == columns).as(line).isTrue();
            columns = cells;
        }
    }

    @Test
    void aFailureOfManyLinesStaysOneLineOfTheList() {
        String card = card(List.of(new Evaluation.Failure("one\n\n# two\n- three", "a\nb", "c\nd")));
        assertThat(card).contains("\n- arith: `one /  / # two / - three` got `a / b` (expected: `c / d`)\n");
    }

    @Test
    void whatIsSpecialAboutADomainIsSaid() {
        assertThat(card(List.of())).doesNotContain("Facts are held out by wording");
        Recipe recipe = Recipe.named("drafter");
        TrainingResult result = new TrainingResult("drafter",
                new TrainedModel(recipe.shape(), new float[recipe.shape().parameters()]), 0.5, 1, 2, "2", 3, "h");
        List<Evaluation> none = List.of(evaluation(200, List.of()));
        String card = new ModelCard(recipe, recipe.plan(recipe.tokens(), 1), result, "g", "t", "f", none, none)
                .markdown();
        assertThat(card).contains("Facts are held out by wording: every person is met in training",
                "Of the domain other, every right answer is the same sentence",
                "arith 36 %, dates 16 %, text 14 %, code 8 %, facts 22 %, mixed 2 %, other 2 %");
    }
}
