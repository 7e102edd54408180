package dev.drover.cascade.rule;

/**
 * Both models' next-token distributions at one position of an answer. Arrays are views, not to be written and valid
 * only while the rule looks at the position; what costs something is worked out when it is first asked for.
 */
public interface Position {

    /** The number of tokens. */
    int size();

    /** {@code q}: the small model's distribution, shaped; the draft was drawn from it. Sums to one. */
    double[] small();

    /** {@code p}: the large model's distribution, shaped alike. Sums to one. */
    double[] large();

    /** {@code q~}: the small model's distribution at temperature 1, nothing cut. Sums to one. */
    double[] smallUnscaled();

    /** {@code p~}: the large model's distribution at temperature 1, nothing cut. Sums to one. */
    double[] largeUnscaled();

    /** {@code max q~}: how sure the small model is. */
    default double smallConfidence() {
        return largest(smallUnscaled(), size());
    }

    /** {@code max p~}: how sure the large model is. */
    default double largeConfidence() {
        return largest(largeUnscaled(), size());
    }

    /** Whether {@code p~(token) >= share * max p~}. A share of 0 or less holds for every token, one above 1 for none. */
    default boolean largeReaches(int token, double share) {
        return largeUnscaled()[token] >= share * largeConfidence();
    }

    /** The large model's second most probable token; of equal ones the lowest id comes first. 0 where there is but one. */
    default int largeRunnerUp() {
        double[] values = largeUnscaled();
        int first = 0;
        int second = -1;
        for (int token = 1; token < size(); token++) {
            if (values[token] > values[first]) {
                second = first;
                first = token;
            } else if (second < 0 || values[token] > values[second]) {
                second = token;
            }
        }
        return Math.max(second, 0);
    }

    /** {@code D(p,q) = sum of max(0, p - q)}, in [0, 1]: how often a lossless test would reject. */
    default double distance() {
        double[] q = small();
        double[] p = large();
        double sum = 0;
        for (int token = 0; token < size(); token++) {
            sum += Math.max(0, p[token] - q[token]);
        }
        return Math.min(1, sum);
    }

    /** Whether both shaped distributions are one-hot, as at temperature 0. */
    boolean greedy();

    private static double largest(double[] values, int size) {
        double largest = values[0];
        for (int token = 1; token < size; token++) {
            largest = Math.max(largest, values[token]);
        }
        return largest;
    }
}
