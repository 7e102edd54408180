package dev.drover.engine.bench;

import dev.drover.engine.schedule.ModelQueue;
import dev.drover.inference.grammar.TokenGrammar;
import dev.drover.inference.schema.JsonSchema;
import dev.drover.inference.token.Adjustment;
import dev.drover.inference.token.SequenceOptions;
import dev.drover.inference.token.TokenSequence;
import dev.drover.inference.token.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What it costs to hold an answer to JSON: the same answer decoded with and without the mask, in turns. */
final class GrammarCost {

    private static final String ANSWER = "{\"name\": \"Ann Lee\", \"age\": 37, \"tags\": [\"quick\", \"brown\"], "
            + "\"home\": {\"city\": \"Graz\", \"zip\": 8010.5, \"old\": null}, \"sure\": true}";

    private static final int REPEATS = 4;

    private final ModelQueue queue;
    private final int context;
    private final int[] answer;
    private int turns;
    private final Adjustment json;
    private final Map<Integer, List<Double>> plain = new HashMap<>();
    private final Map<Integer, List<Double>> masked = new HashMap<>();

    /**
     * Prepares it.
     *
     * @param context how many tokens stand before the answer
     * @param room how many tokens the answer may have at most
     */
    GrammarCost(ModelQueue queue, Vocabulary vocabulary, int context, int room) {
        this.queue = queue;
        this.context = context;
        this.json = new TokenGrammar(JsonSchema.anyObject(), vocabulary);
        int[] whole = written(vocabulary);
        this.answer = Arrays.copyOf(whole, Math.min(whole.length, Math.max(0, room)));
    }

    /** The answer in the longest tokens that fit; none where the vocabulary cannot write it. */
    private static int[] written(Vocabulary vocabulary) {
        byte[] text = ANSWER.getBytes(StandardCharsets.UTF_8);
        List<Integer> tokens = new ArrayList<>();
        for (int at = 0; at < text.length;) {
            int best = -1;
            int longest = 0;
            for (int token = 0; token < vocabulary.size(); token++) {
                byte[] bytes = vocabulary.bytes(token);
                int end = at + bytes.length;
                if (bytes.length > longest && end <= text.length
                        && Arrays.equals(bytes, 0, bytes.length, text, at, end)) {
                    best = token;
                    longest = bytes.length;
                }
            }
            if (best < 0) {
                return new int[0];
            }
            tokens.add(best);
            at += longest;
        }
        return tokens.stream().mapToInt(token -> token).toArray();
    }

    /** How many tokens the answer has; 0 where it cannot be measured. */
    int tokens() {
        return answer.length;
    }

    /**
     * The answer with and without the mask some times over, token by token in turns, so that a drifting machine treats both
     * alike; each goes first half of the time, as who comes second finds the weights in the cache.
     */
    void round() {
        for (int repeat = 0; repeat < REPEATS; repeat++) {
            turns++;
            try (TokenSequence free = open(Adjustment.NONE); TokenSequence held = open(json)) {
                for (int i = 0; i < answer.length; i++) {
                    if ((turns + i) % 2 == 0) {
                        step(free, i, plain);
                        step(held, i, masked);
                    } else {
                        step(held, i, masked);
                        step(free, i, plain);
                    }
                }
            }
        }
    }

    private void step(TokenSequence sequence, int index, Map<Integer, List<Double>> into) {
        long start = System.nanoTime();
        sequence.extend(new int[] {answer[index]}, 1);
        into.computeIfAbsent(index, absent -> new ArrayList<>()).add((double) (System.nanoTime() - start));
    }

    private TokenSequence open(Adjustment adjustment) {
        TokenSequence sequence = queue.open(SequenceOptions.capacity(context + answer.length));
        sequence.extend(new int[context], 0);
        return adjustment.around(sequence, context);
    }

    void clear() {
        plain.clear();
        masked.clear();
    }

    /** Nanoseconds a token without the mask, of each token's median. */
    double plain() {
        return mean(plain);
    }

    /** Nanoseconds a token with the mask. */
    double masked() {
        return mean(masked);
    }

    private static double mean(Map<Integer, List<Double>> samples) {
        return samples.values().stream().mapToDouble(Measurement::median).average().orElse(0);
    }
}
