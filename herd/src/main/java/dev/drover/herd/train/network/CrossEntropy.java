package dev.drover.herd.train.network;

import dev.drover.herd.train.kernel.Elements;
import dev.drover.herd.train.kernel.Softmax;

/** The cross entropy of targets under logits, and its gradient {@code softmax - one hot}. */
final class CrossEntropy {

    private CrossEntropy() {}

    /**
     * Replaces logits by the gradient of {@code scale * loss}.
     *
     * @param logits targets x vocabulary
     * @return the sum of the losses in nats
     */
    static double gradient(float[] logits, int[] targets, int vocabulary, float scale, float[] scratch) {
        double loss = 0;
        for (int r = 0; r < targets.length; r++) {
            int at = r * vocabulary;
            Softmax.forward(logits, at, vocabulary, vocabulary, 1, scratch);
            int target = at + targets[r];
            loss -= StrictMath.log(Math.max(logits[target], 1e-30f));
            logits[target] -= 1;
            Elements.scale(logits, at, vocabulary, scale);
        }
        return loss;
    }
}
