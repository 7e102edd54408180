package dev.drover.herd.train;

import dev.drover.herd.task.Domain;
import dev.drover.herd.task.Items;
import dev.drover.herd.task.Part;
import dev.drover.herd.train.network.InitialWeights;
import dev.drover.herd.train.network.Parameter;
import dev.drover.herd.train.network.ParameterLayout;
import dev.drover.herd.train.network.Shape;
import dev.drover.herd.vocabulary.HerdTokenizer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Models that say a known thing, evaluated. */
class EvaluationTest {

    private static final Shape SHAPE = new Shape(1024, 16, 1, 1, 1, 16);

    /** A model that always says one token: its blocks add nothing, and every token's embedding points at that one. */
    private static TrainedModel saying(int token) {
        float[] weights = new float[SHAPE.parameters()];
        ParameterLayout layout = new ParameterLayout(SHAPE);
        for (int row = 0; row < SHAPE.vocabulary(); row++) {
            weights[layout.embedding().at() + row * 16] = row == token ? 2 : 1;
        }
        for (Parameter parameter : layout.all()) {
            for (int i = 0; i < parameter.size() && parameter.kind() == Parameter.Kind.NORM; i++) {
                weights[parameter.at() + i] = 1;
            }
        }
        return new TrainedModel(SHAPE, weights);
    }

    @Test
    void aModelThatSaysNothingHasEmptyWrongAnswers() {
        Evaluation evaluation = Evaluation.of(saying(HerdTokenizer.END), Domain.ARITH, Part.DEV, 40);
        assertThat(evaluation.items()).isEqualTo(40);
        assertThat(evaluation.accuracy()).isZero();
        assertThat(evaluation.validity()).isZero();
        assertThat(evaluation.tokens()).isZero();
        assertThat(evaluation.failures()).hasSize(3).allSatisfy(failure -> assertThat(failure.answer()).isEmpty());
        assertThat(evaluation.failures().getFirst().expected())
                .isEqualTo(Items.at(Domain.ARITH, Part.DEV, 11, 0).finalAnswer());
    }

    @Test
    void aModelThatNeverEndsIsCutOff() {
        int seven = HerdTokenizer.bundled().encode("7")[0];
        Evaluation evaluation = Evaluation.of(saying(seven), Domain.ARITH, Part.DEV, 3);
        assertThat(evaluation.tokens()).isEqualTo(220);
        assertThat(evaluation.failures().getFirst().answer()).isEqualTo("7".repeat(220));
    }

    @Test
    void theSameModelGetsTheSameMarksAndChanceStandsBesideThem() {
        TrainedModel random = new TrainedModel(SHAPE, InitialWeights.of(SHAPE, 2));
        Evaluation one = Evaluation.of(random, Domain.OTHER, Part.HELD_OUT, 4);
        assertThat(Evaluation.of(random, Domain.OTHER, Part.HELD_OUT, 4)).isEqualTo(one);
        assertThat(one.chance()).isEqualTo(1);
        assertThat(one.accuracy()).isZero();
    }
}
