package dev.drover.herd.train.network;

import dev.drover.herd.document.Document;
import dev.drover.herd.train.kernel.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The hand-written gradient against finite differences: for each parameter, the slope of the loss in a random direction, by a
 * five-point formula.
 */
class GradientTest {

    private static final Shape SHAPE = new Shape(64, 64, 2, 4, 2, 48);
    private static final double STEP = 2e-2;

    private final SplittableRandom random = new SplittableRandom(5);
    private final float[] weights = InitialWeights.of(SHAPE, 3);
    private final Network network = new Network(SHAPE, weights, 128, Precision.FLOAT32);
    private final MicroBatch batch = new MicroBatch(documents());

    static Stream<Parameter> parameters() {
        return new ParameterLayout(SHAPE).all().stream();
    }

    private List<Document> documents() {
        List<Document> documents = new ArrayList<>();
        for (int length : new int[] {5, 23, 40}) {
            int[] tokens = random.ints(length, 0, 64).toArray();
            boolean[] learned = new boolean[length];
            for (int i = length / 3; i < length; i++) {
                learned[i] = i == length - 1 || random.nextInt(4) > 0;
            }
            documents.add(new Document(tokens, learned));
        }
        return documents;
    }

    private double loss(float[] gradient) {
        return network.backward(batch, 1f / batch.active(), gradient) / batch.active();
    }

    @ParameterizedTest
    @MethodSource("parameters")
    void theGradientIsTheSlopeOfTheLoss(Parameter parameter) {
        for (Parameter other : new ParameterLayout(SHAPE).all()) {
            if (other.kind() != Parameter.Kind.MATRIX) {
                float range = other.kind() == Parameter.Kind.NORM ? 0.25f : 0.3f;
                for (int i = 0; i < other.size(); i++) {
                    weights[other.at() + i] += range * (float) random.nextDouble(-1, 1);
                }
            }
        }
        float[] gradient = new float[weights.length];
        loss(gradient);
        double[] direction = direction(parameter, gradient);
        double slope = 0;
        for (int i = 0; i < direction.length; i++) {
            slope += gradient[parameter.at() + i] * direction[i];
        }
        double near = lossAt(parameter, direction, STEP) - lossAt(parameter, direction, -STEP);
        double far = lossAt(parameter, direction, 2 * STEP) - lossAt(parameter, direction, -2 * STEP);
        double measured = (8 * near - far) / (12 * STEP);
        assertThat(Math.abs(measured - slope) / Math.abs(slope)).isLessThan(3e-4);
    }

    private double[] direction(Parameter parameter, float[] gradient) {
        double[] direction = new double[parameter.size()];
        double square = 0;
        for (int i = 0; i < direction.length; i++) {
            direction[i] = random.nextDouble(-0.5, 0.5) + 0.5 * Math.signum(gradient[parameter.at() + i]);
            square += direction[i] * direction[i];
        }
        for (int i = 0; i < direction.length; i++) {
            direction[i] /= Math.sqrt(square);
        }
        return direction;
    }

    private double lossAt(Parameter parameter, double[] direction, double step) {
        float[] saved = weights.clone();
        for (int i = 0; i < direction.length; i++) {
            weights[parameter.at() + i] += (float) (step * direction[i]);
        }
        double loss = loss(new float[weights.length]);
        System.arraycopy(saved, 0, weights, 0, saved.length);
        return loss;
    }
}
