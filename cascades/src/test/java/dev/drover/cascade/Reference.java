package dev.drover.cascade;

import dev.drover.cascade.rule.Deferral;
import dev.drover.cascade.rule.Distributions;
import dev.drover.inference.decode.TokenSource;
import dev.drover.inference.token.Logits;
import dev.drover.inference.token.Penalties;
import dev.drover.inference.token.Shaping;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a cascade must emit, worked out token by token from the definition of {@code pi}, without any speculation.
 *
 * @param small the drafter's logits after some tokens; null where it has no idea and the large model decides
 * @param verifier the large model
 * @param deferral the rule
 * @param shaping how both are shaped, after penalties and biases
 * @param penalties what is made to both before that
 * @param promptLength how many tokens are no answer, so that penalties do not count them
 */
record Reference(Function<int[], float @Nullable []> small, TableModel verifier, Deferral deferral, Shaping shaping,
        Penalties penalties, int promptLength) {

    /** The reference of a pair of models, for prompts of two tokens. */
    Reference(TableModel drafter, TableModel verifier, Deferral deferral, Shaping shaping) {
        this(tokens -> drafter.logits(tokens, tokens.length), verifier, deferral, shaping, Penalties.NONE, 2);
    }

    /** Both models' distributions after some tokens, in general form. */
    Distributions position(int... tokens) {
        float[] q = Objects.requireNonNull(small.apply(tokens));
        float[] p = verifier.logits(tokens, tokens.length);
        return new Distributions(shaped(q, shaping, tokens), shaped(p, shaping, tokens),
                shaped(q, Shaping.NONE, tokens), shaped(p, Shaping.NONE, tokens));
    }

    /** {@code pi} after some tokens. */
    double[] target(int... tokens) {
        if (small.apply(tokens) == null) {
            return shaped(verifier.logits(tokens, tokens.length), shaping, tokens);
        }
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

    /** Tokens as letters. */
    static String letters(List<Integer> tokens) {
        return tokens.stream().map(token -> String.valueOf((char) ('a' + token))).collect(Collectors.joining());
    }

    /** A count among the facts of a source. */
    static int count(TokenSource source, String name) {
        return source.facts().get(name) instanceof Integer count ? count : -1;
    }

    /** Penalties and biases by their definition, then the shaping. */
    private double[] shaped(float[] logits, Shaping how, int[] tokens) {
        float[] adjusted = logits.clone();
        for (int token = 0; token < adjusted.length; token++) {
            int wanted = token;
            long count = Arrays.stream(tokens).skip(promptLength).filter(one -> one == wanted).count();
            adjusted[token] += (float) (penalties.bias().getOrDefault(token, 0.0) - count * penalties.frequency()
                    - (count > 0 ? penalties.presence() : 0));
        }
        double[] target = new double[adjusted.length];
        how.shape(new Logits(adjusted, 1, adjusted.length), 0, target);
        return target;
    }

    private static int[] with(int[] tokens, int token) {
        int[] longer = Arrays.copyOf(tokens, tokens.length + 1);
        longer[tokens.length] = token;
        return longer;
    }
}
