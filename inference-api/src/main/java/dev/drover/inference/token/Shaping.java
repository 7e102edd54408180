package dev.drover.inference.token;

import dev.drover.inference.Sampling;
import java.util.Arrays;

/**
 * How logits become the distribution a token is drawn from: temperature, then top-k, then min-p, then top-p, each on
 * what the one before left, and what is left sums to one again. At temperature 0 the distribution is one-hot at the
 * largest logit (the lowest id among equals). What depends on the answer so far comes before all that, see {@link Adjustment}.
 *
 * <p>
 * All arithmetic is in double precision. A decoding algorithm over two models applies the same shaping to both.
 *
 * @param temperature at least 0
 * @param topK 0 for no limit, else at least 1; tokens as probable as the last one kept are kept too
 * @param topP in (0, 1]
 * @param minP in [0, 1)
 */
public record Shaping(double temperature, int topK, double topP, double minP) {

    /** The model's own distribution: temperature 1, nothing cut. */
    public static final Shaping NONE = new Shaping(1, 0, 1, 0);

    /** Always the most probable token. */
    public static final Shaping GREEDY = new Shaping(0, 0, 1, 0);

    /** Checks the ranges. */
    public Shaping {
        require(temperature >= 0 && temperature <= 100, "temperature", temperature, "0 to 100");
        require(topK >= 0, "top_k", topK, "at least 0");
        require(topP > 0 && topP <= 1, "top_p", topP, "above 0, at most 1");
        require(minP >= 0 && minP < 1, "min_p", minP, "at least 0, below 1");
    }

    /** What a request and a model's defaults say together. */
    public static Shaping of(Sampling sampling) {
        Sampling whole = sampling.or(Sampling.STANDARD);
        return new Shaping(or(whole.temperature(), 1), (int) or(whole.topK(), 0), or(whole.topP(), 1),
                or(whole.minP(), 0));
    }

    /** Whether it always takes the most probable token. */
    public boolean greedy() {
        return temperature == 0 || topK == 1;
    }

    /**
     * The distribution of a row.
     *
     * @param logits the model's output
     * @param row which row
     * @param target receives the probabilities, one a token; at least {@code logits.size()} long
     */
    public void shape(Logits logits, int row, double[] target) {
        int size = logits.size();
        if (greedy()) {
            Arrays.fill(target, 0, size, 0);
            target[logits.argmax(row)] = 1;
            return;
        }
        softmax(logits, row, temperature, target);
        if (topK > 0 && topK < size) {
            cutBelow(target, size, thresholdOfRank(target, size, topK));
        }
        if (minP > 0) {
            cutBelow(target, size, minP * Arrays.stream(target, 0, size).max().orElse(0));
        }
        if (topP < 1) {
            cutBelow(target, size, thresholdOfMass(target, size, topP));
        }
    }

    /**
     * The softmax of a row at a temperature above 0.
     *
     * @param logits the model's output
     * @param row which row
     * @param temperature above 0
     * @param target receives the probabilities
     */
    public static void softmax(Logits logits, int row, double temperature, double[] target) {
        float[] values = logits.values();
        int from = logits.offset(row);
        int size = logits.size();
        double largest = Double.NEGATIVE_INFINITY;
        for (int token = 0; token < size; token++) {
            largest = Math.max(largest, values[from + token]);
        }
        double sum = 0;
        for (int token = 0; token < size; token++) {
            double weight = Math.exp((values[from + token] - largest) / temperature);
            target[token] = weight;
            sum += weight;
        }
        for (int token = 0; token < size; token++) {
            target[token] /= sum;
        }
    }

    private static double thresholdOfRank(double[] probabilities, int size, int rank) {
        double[] sorted = Arrays.copyOf(probabilities, size);
        Arrays.sort(sorted);
        return sorted[size - rank];
    }

    private static double thresholdOfMass(double[] probabilities, int size, double mass) {
        double[] sorted = Arrays.copyOf(probabilities, size);
        Arrays.sort(sorted);
        double sum = 0;
        for (int i = size - 1; i >= 0; i--) {
            sum += sorted[i];
            if (sum >= mass) {
                return sorted[i];
            }
        }
        return 0;
    }

    private static void cutBelow(double[] probabilities, int size, double threshold) {
        double sum = 0;
        for (int token = 0; token < size; token++) {
            if (probabilities[token] < threshold) {
                probabilities[token] = 0;
            }
            sum += probabilities[token];
        }
        for (int token = 0; token < size; token++) {
            probabilities[token] /= sum;
        }
    }

    private static double or(@org.jspecify.annotations.Nullable Number value, double otherwise) {
        return value == null ? otherwise : value.doubleValue();
    }

    private static void require(boolean holds, String name, Object value, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")");
        }
    }
}
