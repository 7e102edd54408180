package dev.drover.herd.train.network;

import dev.drover.herd.document.Document;
import dev.drover.herd.train.kernel.Precision;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

/** The vectorized network, its gradient and the decoder against the equations in double precision. */
class DoublePrecisionTest {

    private static final Shape SHAPE = new Shape(48, 64, 2, 4, 2, 48);
    private static final double STEP = 1e-5;

    private final SplittableRandom random = new SplittableRandom(21);

    static Stream<Parameter> parameters() {
        return new ParameterLayout(SHAPE).all().stream();
    }

    @ParameterizedTest
    @CsvSource({"48, 64, 2, 4, 2, 48", "32, 32, 1, 1, 1, 16", "16, 64, 3, 4, 4, 64", "64, 64, 2, 4, 1, 16",
            "16, 128, 1, 8, 2, 32"})
    void logitsAreThoseOfTheEquations(int vocabulary, int width, int layers, int heads, int kvHeads, int hidden) {
        Shape shape = new Shape(vocabulary, width, layers, heads, kvHeads, hidden);
        float[] weights = RandomDocuments.weights(random, shape);
        Document document = RandomDocuments.document(random, vocabulary, 37);
        boolean[] all = new boolean[37];
        Arrays.fill(all, true);
        float[] logits = new Network(shape, weights, 64, Precision.FLOAT32)
                .forward(new MicroBatch(List.of(new Document(document.tokens(), all))));
        double[][] expected = new ReferenceDecoder(shape, weights).logits(document.tokens(), 36);
        for (int row = 0; row < 36; row++) {
            for (int token = 0; token < vocabulary; token++) {
                assertThat((double) logits[row * vocabulary + token]).isCloseTo(expected[row][token], offset(2e-4));
            }
        }
    }

    @Test
    void theLossIsTheMeanNegativeLogOfTheTargets() {
        float[] weights = RandomDocuments.weights(random, SHAPE);
        List<Document> documents = List.of(RandomDocuments.document(random, 48, 2),
                RandomDocuments.document(random, 48, 33), RandomDocuments.document(random, 48, 17));
        double loss = new Network(SHAPE, weights, 64, Precision.FLOAT32).backward(new MicroBatch(documents), 1,
                new float[weights.length]);
        ReferenceDecoder reference = new ReferenceDecoder(SHAPE, weights);
        assertThat(loss).isCloseTo(documents.stream().mapToDouble(reference::loss).sum(), offset(1e-3));
    }

    @ParameterizedTest
    @MethodSource("parameters")
    void everyParametersGradientIsTheSlopeInDoublePrecision(Parameter parameter) {
        float[] weights = RandomDocuments.weights(random, SHAPE);
        List<Document> documents = List.of(RandomDocuments.document(random, 48, 11),
                RandomDocuments.document(random, 48, 6));
        float[] gradient = new float[weights.length];
        new Network(SHAPE, weights, 64, Precision.FLOAT32).backward(new MicroBatch(documents), 1, gradient);
        ReferenceDecoder reference = new ReferenceDecoder(SHAPE, weights);
        for (int round = 0; round < 6; round++) {
            int at = parameter.at() + random.nextInt(parameter.size());
            double middle = reference.weights()[at];
            reference.weights()[at] = middle + STEP;
            double above = documents.stream().mapToDouble(reference::loss).sum();
            reference.weights()[at] = middle - STEP;
            double below = documents.stream().mapToDouble(reference::loss).sum();
            reference.weights()[at] = middle;
            double slope = (above - below) / (2 * STEP);
            assertThat((double) gradient[at]).as(parameter.name() + " " + at)
                    .isCloseTo(slope, offset(1e-4 * (1 + Math.abs(slope))));
        }
    }

    @Test
    void theDecoderGivesTheSameBitsAsTheNetwork() {
        float[] weights = RandomDocuments.weights(random, SHAPE);
        int[][] texts = {random.ints(19, 0, 48).toArray(), random.ints(12, 0, 48).toArray()};
        Decoder decoder = new Decoder(SHAPE, weights, 2, 20);
        for (int position = 0; position < 18; position++) {
            boolean both = position < 11;
            float[] logits = both
                    ? decoder.step(new int[] {1, 0}, new int[] {texts[0][position], texts[1][position]},
                            new int[] {position, position})
                    : decoder.step(new int[] {1}, new int[] {texts[0][position]}, new int[] {position});
            assertThat(Arrays.copyOf(logits, 48)).containsExactly(last(weights, texts[0], position));
            if (both) {
                assertThat(Arrays.copyOfRange(logits, 48, 96)).containsExactly(last(weights, texts[1], position));
            }
        }
    }

    @Test
    void aSlotCanBeginANewText() {
        float[] weights = RandomDocuments.weights(random, SHAPE);
        int[] old = random.ints(9, 0, 48).toArray();
        int[] fresh = random.ints(9, 0, 48).toArray();
        Decoder decoder = new Decoder(SHAPE, weights, 1, 16);
        for (int position = 0; position < 8; position++) {
            decoder.step(new int[] {0}, new int[] {old[position]}, new int[] {position});
        }
        for (int position = 0; position < 8; position++) {
            float[] logits = decoder.step(new int[] {0}, new int[] {fresh[position]}, new int[] {position});
            assertThat(Arrays.copyOf(logits, 48)).containsExactly(last(weights, fresh, position));
        }
    }

    private static float[] last(float[] weights, int[] tokens, int position) {
        boolean[] learned = new boolean[position + 2];
        learned[position + 1] = true;
        Document document = new Document(Arrays.copyOf(tokens, position + 2), learned);
        float[] logits = new Network(SHAPE, weights, 32, Precision.FLOAT32).forward(new MicroBatch(List.of(document)));
        return Arrays.copyOf(logits, 48);
    }
}
