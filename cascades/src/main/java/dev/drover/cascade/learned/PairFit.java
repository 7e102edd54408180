package dev.drover.cascade.learned;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Fits what can be learned of a pair of models on texts whose next tokens are known. A position counts for both models: whether the
 * first choice of each is the token that follows. Not safe for use by several threads.
 */
public final class PairFit {

    private static final double[] TEMPERATURES = temperatures();
    private static final int STEPS = 40;
    private static final double FLOOR = 1e-12;

    private final List<double[]> features = new ArrayList<>();
    private final Side small = new Side();
    private final Side large = new Side();

    /** Ways to calibrate a confidence. */
    public enum Kind {
        /** Not at all. */
        IDENTITY,
        /** {@link Calibrator.Temperature}. */
        TEMPERATURE,
        /** {@link Calibrator.Platt}. */
        PLATT,
        /** {@link Calibrator.Isotonic}. */
        ISOTONIC
    }

    private static double[] temperatures() {
        double[] all = new double[57];
        Arrays.setAll(all, i -> Math.pow(4, (i - 28) / 28.0));
        return all;
    }

    /** One model's part. */
    private static final class Side {

        private final List<Double> confidences = new ArrayList<>();
        private final List<Boolean> right = new ArrayList<>();
        private final double[] losses = new double[TEMPERATURES.length];

        private void add(double[] distribution, int size, int next) {
            int first = 0;
            for (int token = 1; token < size; token++) {
                first = distribution[token] > distribution[first] ? token : first;
            }
            confidences.add(distribution[first]);
            right.add(first == next);
            for (int i = 0; i < losses.length; i++) {
                double sum = 0;
                for (int token = 0; token < size; token++) {
                    sum += Math.pow(distribution[token], 1 / TEMPERATURES[i]);
                }
                losses[i] -= Math.log(Math.max(distribution[next], FLOOR)) / TEMPERATURES[i] - Math.log(sum);
            }
        }

        private boolean[] rights() {
            boolean[] all = new boolean[right.size()];
            for (int i = 0; i < all.length; i++) {
                all[i] = right.get(i);
            }
            return all;
        }

        private Calibrator fitted(Kind kind) {
            return switch (kind) {
                case IDENTITY -> new Calibrator.Identity();
                case TEMPERATURE -> {
                    int best = 0;
                    for (int i = 1; i < losses.length; i++) {
                        best = losses[i] < losses[best] ? i : best;
                    }
                    yield new Calibrator.Temperature(TEMPERATURES[best]);
                }
                case PLATT -> {
                    double[] weights = LogisticFit.weights(
                            confidences.stream().map(one -> new double[] {Values.logit(one)}).toList(), rights());
                    yield new Calibrator.Platt(Math.max(0, weights[1]), weights[0]);
                }
                case ISOTONIC -> isotonic();
            };
        }

        /** Pools adjacent violators (Ayer et al. 1955), over shares of equally many observations. */
        private Calibrator isotonic() {
            Integer[] order = new Integer[confidences.size()];
            Arrays.setAll(order, i -> i);
            Arrays.sort(order, Comparator.comparingDouble(confidences::get));
            List<double[]> pools = new ArrayList<>();
            int share = Math.max(1, order.length / STEPS);
            for (int from = 0; from < order.length; from += share) {
                double[] pool = new double[3];
                for (int i = from; i < Math.min(order.length, from + share); i++) {
                    pool[0] += confidences.get(order[i]);
                    pool[1] += right.get(order[i]) ? 1 : 0;
                    pool[2]++;
                }
                pools.add(pool);
                while (pools.size() > 1 && !rises(pools.get(pools.size() - 2), pools.getLast())) {
                    double[] last = pools.removeLast();
                    double[] before = pools.getLast();
                    Arrays.setAll(before, i -> before[i] + last[i]);
                }
            }
            return new Calibrator.Isotonic(pools.stream().mapToDouble(pool -> pool[0] / pool[2]).toArray(),
                    pools.stream().mapToDouble(pool -> pool[1] / pool[2]).toArray());
        }

        private static boolean rises(double[] below, double[] above) {
            return below[0] / below[2] < above[0] / above[2] && below[1] / below[2] <= above[1] / above[2];
        }
    }

    /**
     * Adds a position.
     *
     * @param q the drafter's distribution at temperature 1
     * @param p the verifier's
     * @param size how many of their values count
     * @param next the token that follows
     */
    public void add(double[] q, double[] p, int size, int next) {
        features.add(DeferralHead.features(q, p, size));
        small.add(q, size, next);
        large.add(p, size, next);
    }

    /** How many positions there are. */
    public int positions() {
        return features.size();
    }

    /** Both models' confidences calibrated in ways of choice. */
    public PairCalibration calibration(Kind drafter, Kind verifier) {
        return new PairCalibration(small.fitted(drafter), large.fitted(verifier));
    }

    /** Estimates of who is right, from what both models say. */
    public DeferralHead head() {
        return new DeferralHead(LogisticFit.weights(features, small.rights()),
                LogisticFit.weights(features, large.rights()));
    }

    /** Estimates of who is right, from what the drafter says alone. */
    public DeferralHead drafterHead() {
        List<double[]> own = features.stream().map(one -> Arrays.copyOf(one, DeferralHead.DRAFTERS_OWN)).toList();
        int all = DeferralHead.FEATURES.size() + 1;
        return new DeferralHead(Arrays.copyOf(LogisticFit.weights(own, small.rights()), all),
                Arrays.copyOf(LogisticFit.weights(own, large.rights()), all));
    }
}
