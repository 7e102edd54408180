package dev.drover.cascade;

import dev.drover.cascade.rule.Deferral;
import dev.drover.cascade.rule.Distributions;
import dev.drover.inference.decode.TokenSource;
import dev.drover.inference.token.Logits;
import dev.drover.inference.token.Shaping;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a cascade must emit, worked out token by token from the definition of {@code pi}, without any speculation. */
record Reference(TableModel drafter, TableModel verifier, Deferral deferral, Shaping shaping) {

    /** Both models' distributions after some tokens, in general form. */
    Distributions position(int... tokens) {
        return new Distributions(shaped(drafter, shaping, tokens), shaped(verifier, shaping, tokens),
                shaped(drafter, Shaping.NONE, tokens), shaped(verifier, Shaping.NONE, tokens));
    }

    /** {@code pi} after some tokens. */
    double[] target(int... tokens) {
        double[] target = new double[verifier.vocabulary().size()];
        deferral.target(position(tokens), target);
        return target;
    }

    /** The answer where {@code pi} is one-hot everywhere. */
    List<Integer> greedy(int[] prompt, int room) {
        int[] tokens = prompt;
        List<Integer> answer = new ArrayList<>();
        while (answer.size() < room) {
            double[] target = target(tokens);
            int token = 0;
            while (target[token] < .5) {
                token++;
            }
            answer.add(token);
            if (verifier.vocabulary().endsAnswer(token)) {
                return answer;
            }
            tokens = with(tokens, token);
        }
        return answer;
    }

    /** The probability of every answer of up to {@code room} tokens. */
    Map<String, Double> law(int[] prompt, int room) {
        Map<String, Double> law = new TreeMap<>();
        collect(prompt, "", 1, room, law);
        return law;
    }

    private void collect(int[] tokens, String answer, double probability, int room, Map<String, Double> law) {
        double[] target = target(tokens);
        for (int token = 0; token < target.length; token++) {
            String longer = answer + (char) ('a' + token);
            double share = probability * target[token];
            if (share > 0 && (longer.length() == room || verifier.vocabulary().endsAnswer(token))) {
                law.put(longer, share);
            } else if (share > 0) {
                collect(with(tokens, token), longer, share, room, law);
            }
        }
    }

    /** All tokens of an answer as the real loop gives them. */
    static List<Integer> drain(TokenSource source, int room, TableModel verifier) {
        List<Integer> answer = new ArrayList<>();
        while (answer.size() < room) {
            for (int token : source.next(room - answer.size())) {
                answer.add(token);
                if (verifier.vocabulary().endsAnswer(token)) {
                    return answer;
                }
            }
        }
        return answer;
    }

    /** A count among the facts of a source. */
    static int count(TokenSource source, String name) {
        return source.facts().get(name) instanceof Integer count ? count : -1;
    }

    private static double[] shaped(TableModel model, Shaping shaping, int[] tokens) {
        float[] logits = model.logits(tokens, tokens.length);
        double[] target = new double[logits.length];
        shaping.shape(new Logits(logits, 1, logits.length), 0, target);
        return target;
    }

    private static int[] with(int[] tokens, int token) {
        int[] longer = Arrays.copyOf(tokens, tokens.length + 1);
        longer[tokens.length] = token;
        return longer;
    }
}
