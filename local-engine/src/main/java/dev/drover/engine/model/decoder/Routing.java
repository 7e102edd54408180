package dev.drover.engine.model.decoder;

import dev.drover.engine.kernel.KernelLevel;
import dev.drover.engine.kernel.Scratch;
import java.util.Arrays;

import static dev.drover.engine.kernel.KernelLevel.POSITIONS;

/**
 * Which rows of a pass each expert serves, and with what weight. A row and an expert that serves it make a slot; slots lie
 * together by expert, in the order of the rows, those of the expert that serves all rows last.
 */
final class Routing {

    private int[] rows = new int[0];
    private float[] weights = new float[0];
    private int[] first = new int[0];
    private int[] next = new int[0];
    private int[] chosen = new int[0];
    private float[] shares = new float[0];
    private float[] probabilities = new float[0];
    private float[] sharedLogits = new float[0];

    /** Where the slots of an expert begin; those of the shared one are the last. */
    int from(int expert) {
        return first[expert];
    }

    /** Where the slots of an expert end. */
    int to(int expert) {
        return first[expert + 1];
    }

    /** The row of a slot. */
    int row(int slot) {
        return rows[slot];
    }

    /** What the answer of a slot's expert is multiplied with. */
    float weight(int slot) {
        return weights[slot];
    }

    /**
     * Chooses the most probable experts of each row; of two with the same probability the first.
     *
     * @param kernels what it computes with
     * @param experts the layer's
     * @param logits the router's, {@code count x experts}
     * @param input what went into the router, {@code count x width}
     * @param count the number of rows
     * @param scratch this thread's
     */
    void choose(KernelLevel kernels, FeedForward.Experts experts, float[] logits, float[] input, int count,
            Scratch scratch) {
        int size = experts.experts().size();
        reserve(size, count, experts.used());
        for (int row = 0; row < count; row++) {
            System.arraycopy(logits, row * size, probabilities, 0, size);
            float sum = kernels.exponentials(probabilities, 0, POSITIONS, 0, size, size);
            float total = 0;
            for (int i = row * experts.used(); i < (row + 1) * experts.used(); i++) {
                int best = largest(size);
                chosen[i] = best;
                shares[i] = probabilities[best] / sum;
                total += shares[i];
                probabilities[best] = -1;
            }
            float factor = experts.scale() / (experts.normalized() ? total : 1);
            for (int i = row * experts.used(); i < (row + 1) * experts.used(); i++) {
                shares[i] *= factor;
            }
        }
        sort(size, count, experts.used());
        if (experts.shared() != null) {
            share(kernels, experts, input, count, scratch);
        }
    }

    private int largest(int size) {
        int best = 0;
        for (int i = 1; i < size; i++) {
            if (probabilities[i] > probabilities[best]) {
                best = i;
            }
        }
        return best;
    }

    private void reserve(int experts, int count, int used) {
        if (probabilities.length < experts) {
            probabilities = new float[(experts + POSITIONS - 1) / POSITIONS * POSITIONS];
            first = new int[experts + 2];
            next = new int[experts];
        }
        if (chosen.length < count * used || rows.length < count * (used + 1)) {
            chosen = new int[count * used];
            shares = new float[count * used];
            rows = new int[count * (used + 1)];
            weights = new float[count * (used + 1)];
            sharedLogits = new float[count];
        }
    }

    /** Lays the chosen out by expert. */
    private void sort(int experts, int count, int used) {
        Arrays.fill(first, 0, experts + 2, 0);
        for (int i = 0; i < count * used; i++) {
            first[chosen[i] + 1]++;
        }
        for (int i = 0; i < experts; i++) {
            next[i] = first[i];
            first[i + 1] += first[i];
        }
        for (int i = 0; i < count * used; i++) {
            int slot = next[chosen[i]]++;
            rows[slot] = i / used;
            weights[slot] = shares[i];
        }
        first[experts + 1] = first[experts];
    }

    private void share(KernelLevel kernels, FeedForward.Experts experts, float[] input, int count, Scratch scratch) {
        int size = experts.experts().size();
        Arrays.fill(sharedLogits, 0, count, 1);
        if (experts.sharedRouter() != null) {
            kernels.multiply(experts.sharedRouter(), 0, 1, input, count, sharedLogits, 1, scratch);
        }
        for (int row = 0; row < count; row++) {
            int slot = first[size] + row;
            rows[slot] = row;
            weights[slot] = experts.sharedRouter() == null ? 1 : (float) (1 / (1 + Math.exp(-sharedLogits[row])));
        }
        first[size + 1] = first[size] + count;
    }
}
