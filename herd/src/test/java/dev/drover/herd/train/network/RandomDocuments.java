package dev.drover.herd.train.network;

import dev.drover.herd.document.Document;
import java.util.SplittableRandom;

/** Documents and weights of no meaning, for comparing ways to compute. */
final class RandomDocuments {

    private RandomDocuments() {}

    /** A document of a length; its last token is always learned. */
    static Document document(SplittableRandom random, int vocabulary, int length) {
        boolean[] learned = new boolean[length];
        for (int i = 1; i < length; i++) {
            learned[i] = i == length - 1 || random.nextInt(3) > 0;
        }
        return new Document(random.ints(length, 0, vocabulary).toArray(), learned);
    }

    /** Initial weights with norms and embeddings moved away from where they start. */
    static float[] weights(SplittableRandom random, Shape shape) {
        float[] weights = InitialWeights.of(shape, random.nextLong());
        for (Parameter parameter : new ParameterLayout(shape).all()) {
            for (int i = 0; i < parameter.size() && parameter.kind() != Parameter.Kind.MATRIX; i++) {
                weights[parameter.at() + i] += 0.4f * (float) random.nextDouble(-1, 1);
            }
        }
        return weights;
    }
}
