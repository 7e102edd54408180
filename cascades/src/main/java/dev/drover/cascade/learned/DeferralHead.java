package dev.drover.cascade.learned;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Two logistic regressions over what both models say at a position: how likely the drafter's first choice is right, and how
 * likely the verifier's. Their difference takes the place of the plug-in estimate {@code max p~ - max q~} in the optimal
 * rule (Narasimhan et al. 2025, eq. 9), whose regret is bounded by how far the models' own confidences are from the truth
 * (Lemma 5). Looks at nothing but the two distributions, so that the law of what is emitted stays a function of the text
 * alone, whatever the block length is: how the drafts before it fared would make it depend on that.
 *
 * @param small weights for the drafter's first choice: a bias, then one a feature
 * @param large weights for the verifier's
 */
public record DeferralHead(double[] small, double[] large) {

    /** What is looked at, in the order of the weights. */
    public static final List<String> FEATURES = List.of("drafterLogit", "drafterEntropy", "drafterLead", "drafterThird",
            "verifierLogit", "verifierEntropy", "verifierLead", "verifierThird", "verifierOfDrafters",
            "drafterOfVerifiers", "distance", "sameFirst");

    /** How many of the features, from the first on, look at the drafter alone. */
    static final int DRAFTERS_OWN = 4;

    private static final double FLOOR = 1e-6;

    /** Checks and copies. */
    public DeferralHead {
        for (double[] weights : new double[][] {small, large}) {
            Values.require(weights.length == FEATURES.size() + 1 && Arrays.stream(weights).allMatch(Double::isFinite),
                    "weights", weights.length, FEATURES.size() + 1 + " numbers");
        }
        small = small.clone();
        large = large.clone();
    }

    /**
     * Reads one.
     *
     * @param reference a file, or {@code bundled:} and a name
     * @throws IllegalArgumentException when there is none
     */
    public static DeferralHead of(String reference) {
        Map<String, @Nullable Object> file = Values.object("head", reference);
        try {
            Map<String, @Nullable Object> head = Values.inner(file, "head");
            if (!FEATURES.equals(head.get("features"))) {
                throw new IllegalArgumentException(
                        "features: " + head.get("features") + " (expected: " + FEATURES + "); fit it again");
            }
            return new DeferralHead(Values.numbers(head, "drafter"), Values.numbers(head, "verifier"));
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException("head: " + reference + ": " + wrong.getMessage(), wrong);
        }
    }

    Map<String, Object> told() {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("features", FEATURES);
        told.put("drafter", Arrays.stream(small).boxed().toList());
        told.put("verifier", Arrays.stream(large).boxed().toList());
        return told;
    }

    /**
     * How much likelier the verifier's first choice is right than the drafter's.
     *
     * @param q the drafter's distribution at temperature 1
     * @param p the verifier's
     * @param size how many of their values count
     * @return from -1 to 1
     */
    public double gain(double[] q, double[] p, int size) {
        double[] features = features(q, p, size);
        return probability(large, features) - probability(small, features);
    }

    static double probability(double[] weights, double[] features) {
        double sum = weights[0];
        for (int i = 0; i < features.length; i++) {
            sum += weights[i + 1] * features[i];
        }
        return Values.logistic(sum);
    }

    /** A position's features, by {@link #FEATURES}. */
    static double[] features(double[] q, double[] p, int size) {
        int[] drafter = best(q, size);
        int[] verifier = best(p, size);
        double[] features = new double[FEATURES.size()];
        side(q, size, drafter, features, 0);
        side(p, size, verifier, features, DRAFTERS_OWN);
        features[8] = Math.log(p[drafter[0]] + FLOOR) - Math.log(p[verifier[0]] + FLOOR);
        features[9] = Math.log(q[verifier[0]] + FLOOR) - Math.log(q[drafter[0]] + FLOOR);
        double distance = 0;
        for (int token = 0; token < size; token++) {
            distance += Math.max(0, p[token] - q[token]);
        }
        features[10] = distance;
        features[11] = drafter[0] == verifier[0] ? 1 : 0;
        return features;
    }

    private static void side(double[] values, int size, int[] best, double[] features, int at) {
        double entropy = 0;
        for (int token = 0; token < size; token++) {
            entropy -= values[token] > 0 ? values[token] * Math.log(values[token]) : 0;
        }
        features[at] = Math.clamp(Values.logit(values[best[0]]), -12, 12);
        features[at + 1] = entropy;
        features[at + 2] = Math.log(values[best[0]] + FLOOR) - Math.log(values[best[1]] + FLOOR);
        features[at + 3] = Math.log(values[best[0]] + FLOOR) - Math.log(values[best[2]] + FLOOR);
    }

    /** The three most probable tokens, the lowest ids among equals; a token again where there are fewer. */
    private static int[] best(double[] values, int size) {
        int first = -1;
        int second = -1;
        int third = -1;
        for (int token = 0; token < size; token++) {
            if (first < 0 || values[token] > values[first]) {
                third = second;
                second = first;
                first = token;
            } else if (second < 0 || values[token] > values[second]) {
                third = second;
                second = token;
            } else if (third < 0 || values[token] > values[third]) {
                third = token;
            }
        }
        int next = second < 0 ? first : second;
        return new int[] {first, next, third < 0 ? next : third};
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DeferralHead(double[] otherSmall, double[] otherLarge)
                && Arrays.equals(small, otherSmall) && Arrays.equals(large, otherLarge);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(small) + Arrays.hashCode(large);
    }

    @Override
    public String toString() {
        return "DeferralHead[small=" + Arrays.toString(small) + ", large=" + Arrays.toString(large) + "]";
    }
}
