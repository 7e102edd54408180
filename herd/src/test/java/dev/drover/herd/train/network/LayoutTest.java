package dev.drover.herd.train.network;

import dev.drover.herd.train.Recipe;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

/** Where weights lie, what they start as, and which shapes there can be. */
class LayoutTest {

    private static final Shape SHAPE = new Shape(1024, 128, 4, 4, 2, 384);

    @Test
    void parametersFollowEachOtherWithoutGapForEveryRecipe() {
        for (Recipe recipe : Recipe.all()) {
            ParameterLayout layout = new ParameterLayout(recipe.shape());
            int at = 0;
            for (Parameter parameter : layout.all()) {
                assertThat(parameter.at()).as(parameter.name()).isEqualTo(at);
                assertThat(parameter.at() % 16).as("vectors start on a strand").isZero();
                at += parameter.size();
            }
            assertThat(at).isEqualTo(layout.size()).isEqualTo(recipe.shape().parameters());
            assertThat(layout.all()).extracting(Parameter::name).doesNotHaveDuplicates();
        }
    }

    @ParameterizedTest
    @CsvSource({"1000, 128, 4, 4, 4, 384, vocabulary: 1000 (expected: a positive multiple of 16)",
            "1024, 120, 4, 4, 4, 384, width: 120 (expected: a positive multiple of 64)",
            "1024, 128, 4, 3, 3, 384, width: 128 (expected: a positive multiple of 48)",
            "1024, 128, 4, 4, 3, 384, heads: 4 (expected: a positive multiple of 3)",
            "1024, 128, 4, 4, 4, 100, hidden: 100 (expected: a positive multiple of 16)",
            "1024, 128, 0, 4, 4, 384, layers: 0 (expected: a positive multiple of 1)",
            "1024, 128, 4, 0, 4, 384, width: 128 (expected: a positive multiple of 0)",
            "-16, 128, 4, 4, 4, 384, vocabulary: -16 (expected: a positive multiple of 16)"})
    void shapesThatVectorsDoNotFitAreRefused(int vocabulary, int width, int layers, int heads, int kvHeads, int hidden,
            String message) {
        assertThatThrownBy(() -> new Shape(vocabulary, width, layers, heads, kvHeads, hidden))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void weightsStartWithTheDeviationOfTheirInputs() {
        float[] weights = InitialWeights.of(SHAPE, 5);
        for (Parameter parameter : new ParameterLayout(SHAPE).all()) {
            double square = 0;
            double sum = 0;
            for (int i = 0; i < parameter.size(); i++) {
                square += weights[parameter.at() + i] * (double) weights[parameter.at() + i];
                sum += weights[parameter.at() + i];
            }
            double deviation = Math.sqrt(square / parameter.size());
            boolean residual = parameter.name().matches(".*(attn_output|ffn_down).*");
            double expected = switch (parameter.kind()) {
                case NORM -> 1;
                case EMBEDDING -> 0.02;
                case MATRIX -> Math.sqrt((residual ? 1.0 / (2 * SHAPE.layers()) : 1) / parameter.rows());
            };
            assertThat(deviation / expected).as(parameter.name()).isCloseTo(1, offset(0.02));
            double mean = parameter.kind() == Parameter.Kind.NORM ? 1 : 0;
            assertThat((sum / parameter.size() - mean) / expected).as(parameter.name()).isCloseTo(0, offset(0.03));
        }
    }

    @Test
    void aSeedGivesItsOwnWeightsAndAlwaysTheSame() {
        float[] weights = InitialWeights.of(SHAPE, 5);
        assertThat(Arrays.equals(weights, InitialWeights.of(SHAPE, 5))).isTrue();
        float[] other = InitialWeights.of(SHAPE, 6);
        int same = 0;
        for (int i = 0; i < weights.length; i++) {
            same += weights[i] == other[i] ? 1 : 0;
        }
        assertThat(same).isLessThan(weights.length / 50);
    }

    @Test
    void rotationKeepsLengthsAndOnlyDistancesMatter() {
        SplittableRandom random = new SplittableRandom(4);
        Rotation rotation = new Rotation(16, 400);
        for (int round = 0; round < 50; round++) {
            float[] query = random(random);
            float[] key = random(random);
            int distance = random.nextInt(100);
            double near = dot(turned(rotation, query, distance), turned(rotation, key, 0));
            double far = dot(turned(rotation, query, distance + 300), turned(rotation, key, 300));
            assertThat(far).isCloseTo(near, offset(1e-4));
            assertThat(dot(turned(rotation, query, 250), turned(rotation, query, 250))).isCloseTo(dot(query, query),
                    offset(1e-4));
        }
    }

    @Test
    void turningBackUndoesTurning() {
        Rotation rotation = new Rotation(16, 64);
        float[] row = random(new SplittableRandom(5));
        float[] turned = turned(rotation, row, 63);
        assertThat(turned).isNotEqualTo(row);
        rotation.apply(turned, 1, row.length, new int[] {63}, -1);
        for (int i = 0; i < row.length; i++) {
            assertThat(turned[i]).isCloseTo(row[i], offset(1e-6f));
        }
        assertThat(turned(rotation, row, 0)).as("position 0 does not turn").containsExactly(row);
    }

    private static float[] random(SplittableRandom random) {
        float[] row = new float[32];
        for (int i = 0; i < row.length; i++) {
            row[i] = (float) random.nextDouble(-1, 1);
        }
        return row;
    }

    private static float[] turned(Rotation rotation, float[] row, int position) {
        float[] turned = row.clone();
        rotation.apply(turned, 1, row.length, new int[] {position}, 1);
        return turned;
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * (double) b[i];
        }
        return sum;
    }

    @Test
    void kvHeadsShareTheirWidthAmongHeads() {
        assertThat(List.of(SHAPE.headWidth(), SHAPE.kvWidth())).containsExactly(32, 64);
        assertThat(SHAPE).hasToString("128,4,4,2,384");
    }
}
