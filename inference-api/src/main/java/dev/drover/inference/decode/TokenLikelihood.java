package dev.drover.inference.decode;

import dev.drover.inference.AnswerPart;
import dev.drover.inference.json.JsonWriter;
import dev.drover.inference.token.Logits;
import dev.drover.inference.token.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Log-probabilities of a token and of the most probable ones in its place, as OpenAI writes them: under the model's own
 * distribution over the tokens that the answer's form allows, before temperature and cuts.
 */
final class TokenLikelihood {

    private TokenLikelihood() {}

    /**
     * What is told of a token.
     *
     * @param logits what it was drawn from, one row
     * @param token the token
     * @param alternatives how many of the most probable tokens are told, at least 0
     */
    static AnswerPart.Logprobs of(Logits logits, int token, int alternatives, Vocabulary vocabulary) {
        double sum = logSum(logits);
        Map<String, Object> told = told(token, logits.at(0, token) - sum, vocabulary);
        List<Object> others = new ArrayList<>();
        for (int other : largest(logits, alternatives)) {
            others.add(told(other, logits.at(0, other) - sum, vocabulary));
        }
        told.put("top_logprobs", others);
        return new AnswerPart.Logprobs(0, JsonWriter.write(Map.of("content", List.of(told))));
    }

    private static double logSum(Logits logits) {
        double largest = logits.at(0, logits.argmax(0));
        double sum = 0;
        int from = logits.offset(0);
        for (int token = 0; token < logits.size(); token++) {
            sum += Math.exp(logits.values()[from + token] - largest);
        }
        return largest + Math.log(sum);
    }

    /** The tokens of the largest logits, largest first; those that may not be are left out. */
    private static List<Integer> largest(Logits logits, int count) {
        PriorityQueue<Integer> best = new PriorityQueue<>(
                Comparator.<Integer>comparingDouble(token -> logits.at(0, token))
                        .thenComparing(Comparator.reverseOrder()));
        for (int token = 0; token < logits.size() && count > 0; token++) {
            if (logits.at(0, token) > Float.NEGATIVE_INFINITY) {
                best.add(token);
                if (best.size() > count) {
                    best.poll();
                }
            }
        }
        List<Integer> sorted = new ArrayList<>();
        while (!best.isEmpty()) {
            sorted.addFirst(best.poll());
        }
        return sorted;
    }

    private static Map<String, Object> told(int token, double likelihood, Vocabulary vocabulary) {
        byte[] bytes = vocabulary.bytes(token);
        List<Object> numbers = new ArrayList<>();
        for (byte one : bytes) {
            numbers.add(one & 0xFF);
        }
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("token", new String(bytes, StandardCharsets.UTF_8));
        told.put("logprob", likelihood);
        told.put("bytes", numbers);
        return told;
    }
}
