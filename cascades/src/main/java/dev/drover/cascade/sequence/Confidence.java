package dev.drover.cascade.sequence;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How sure a model is of what it has said so far, as a number from 0 to 1. Source: Gupta et al., "Language Model Cascades:
 * Token-Level Uncertainty and Beyond", ICLR 2024, for mean and quantile.
 */
public enum Confidence {

    /** The geometric mean of the tokens' probabilities. Blunt: one doubtful token among many sure ones hardly shows. */
    MEAN {
        @Override
        double of(List<TokenChance> tokens, double quantile) {
            return Math.exp(tokens.stream()
                    .mapToDouble(token -> Math.log(Math.max(token.probability(), Double.MIN_NORMAL)))
                    .average()
                    .orElse(Double.NEGATIVE_INFINITY));
        }
    },

    /** A low quantile of the tokens' probabilities: how unsure the model was where it was least sure. */
    QUANTILE {
        @Override
        double of(List<TokenChance> tokens, double quantile) {
            double[] sorted = tokens.stream().mapToDouble(TokenChance::probability).sorted().toArray();
            return sorted.length == 0 ? 0 : sorted[(int) Math.min(sorted.length - 1, quantile * sorted.length)];
        }
    },

    /** The mean lead of the most probable token over the second. */
    MARGIN {
        @Override
        double of(List<TokenChance> tokens, double quantile) {
            return tokens.stream().mapToDouble(token -> token.best() - token.second()).average().orElse(0);
        }
    },

    /** The share of several samples that come to the same result: self-consistency. Needs no log-probabilities. */
    AGREEMENT {
        @Override
        double of(List<TokenChance> tokens, double quantile) {
            return 0;
        }
    };

    /** How sure the model is; 0 where nothing is known. */
    abstract double of(List<TokenChance> tokens, double quantile);

    /** The word for it in documents. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it is read from log-probabilities. */
    public boolean readsLogprobs() {
        return this != AGREEMENT;
    }

    /**
     * The confidence of a word.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static Confidence named(String word) {
        return Arrays.stream(values())
                .filter(one -> one.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "by: " + word + " (expected: one of mean, quantile, margin, agreement)"));
    }
}
