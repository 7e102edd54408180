package dev.drover.herd.train;

import dev.drover.herd.document.Document;
import dev.drover.herd.train.kernel.Precision;
import dev.drover.herd.train.network.Decoder;
import dev.drover.herd.train.network.MicroBatch;
import dev.drover.herd.train.network.Network;
import dev.drover.herd.train.network.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A model as the trainer holds it, in 32-bit floats: the reference that other implementations are compared with.
 *
 * @param shape the shape
 * @param weights all parameters in the order of {@link dev.drover.herd.train.network.ParameterLayout}
 */
public record TrainedModel(Shape shape, float[] weights) {

    private static final int SEQUENCES = 32;

    /** Checks that the weights are those of the shape. */
    public TrainedModel {
        if (weights.length != shape.parameters()) {
            throw new IllegalArgumentException("weights: " + weights.length + " (expected: " + shape.parameters()
                    + " for the shape " + shape + ")");
        }
    }

    /**
     * The logits after each token of a sequence.
     *
     * @return tokens x vocabulary
     */
    public float[] logits(int[] tokens) {
        int[] extended = Arrays.copyOf(tokens, tokens.length + 1);
        boolean[] learned = new boolean[extended.length];
        Arrays.fill(learned, true);
        Network network = new Network(shape, weights, tokens.length, Precision.FLOAT32);
        float[] logits = network.forward(new MicroBatch(List.of(new Document(extended, learned))));
        return Arrays.copyOf(logits, tokens.length * shape.vocabulary());
    }

    /**
     * The most probable continuation of each prompt, by greedy choice (the lower token wins a tie).
     *
     * @param prompts the tokens of each prompt
     * @param most the most tokens to add to a prompt
     * @param end the token that ends a text; it is not returned
     * @return the added tokens of each prompt
     */
    public List<int[]> generate(List<int[]> prompts, int most, int end) {
        List<int[]> results = new ArrayList<>();
        for (int from = 0; from < prompts.size(); from += SEQUENCES) {
            List<int[]> part = prompts.subList(from, Math.min(prompts.size(), from + SEQUENCES));
            int longest = part.stream().mapToInt(prompt -> prompt.length).max().orElse(0);
            Decoder decoder = new Decoder(shape, weights, part.size(), longest + most);
            List<Continuation> continuations = new ArrayList<>();
            for (int slot = 0; slot < part.size(); slot++) {
                continuations.add(new Continuation(slot, part.get(slot), most, end));
            }
            finish(decoder, continuations);
            continuations.forEach(continuation -> results.add(continuation.added()));
        }
        return results;
    }

    private void finish(Decoder decoder, List<Continuation> continuations) {
        List<Continuation> open = continuations.stream().filter(Continuation::isOpen).toList();
        while (!open.isEmpty()) {
            int[] slots = open.stream().mapToInt(Continuation::slot).toArray();
            int[] tokens = open.stream().mapToInt(Continuation::token).toArray();
            int[] positions = open.stream().mapToInt(Continuation::position).toArray();
            float[] logits = decoder.step(slots, tokens, positions);
            for (int r = 0; r < open.size(); r++) {
                open.get(r).choose(logits, r * shape.vocabulary(), shape.vocabulary());
            }
            open = open.stream().filter(Continuation::isOpen).toList();
        }
    }
}
