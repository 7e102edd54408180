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
import java.util.List;

/** What it costs to hold an answer to JSON: the same answer decoded with and without the mask, in turns. */
final class GrammarCost {

    private static final String ANSWER = "{\"name\": \"Ann Lee\", \"age\": 37, \"tags\": [\"quick\", \"brown\"], "
            + "\"home\": {\"city\": \"Graz\", \"zip\": 8010.5, \"old\": null}, \"sure\": true}";

    private final ModelQueue queue;
    private final int context;
    private final int[] answer;
    private final Adjustment json;
    private final List<Double> plain = new ArrayList<>();
    private final List<Double> masked = new ArrayList<>();

    GrammarCost(ModelQueue queue, Vocabulary vocabulary, int context) {
        this.queue = queue;
        this.context = context;
        this.json = new TokenGrammar(JsonSchema.anyObject(), vocabulary);
        this.answer = written(vocabulary);
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

    void round() {
        plain.add(decode(Adjustment.NONE));
        masked.add(decode(json));
    }

    void clear() {
        plain.clear();
        masked.clear();
    }

    List<Double> plain() {
        return plain;
    }

    List<Double> masked() {
        return masked;
    }

    /** Nanoseconds a token. */
    private double decode(Adjustment adjustment) {
        TokenSequence open = queue.open(SequenceOptions.capacity(context + answer.length));
        open.extend(new int[context], 0);
        try (TokenSequence sequence = adjustment.around(open, context)) {
            long start = System.nanoTime();
            for (int token : answer) {
                sequence.extend(new int[] {token}, 1);
            }
            return (double) (System.nanoTime() - start) / answer.length;
        }
    }
}
