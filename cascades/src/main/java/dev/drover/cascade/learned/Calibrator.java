package dev.drover.cascade.learned;

import java.util.Arrays;

/**
 * Maps how sure a model says it is of its first choice to how often it is right when it says so. Never decreasing in the
 * confidence. Safe for use by many threads.
 */
public sealed interface Calibrator {

    /**
     * The calibrated confidence.
     *
     * @param distribution the model's next-token distribution at temperature 1
     * @param size how many of its values count
     * @param confidence its largest value
     * @return in [0, 1]
     */
    double of(double[] distribution, int size, double confidence);

    /** Leaves confidences as they are. */
    record Identity() implements Calibrator {

        @Override
        public double of(double[] distribution, int size, double confidence) {
            return confidence;
        }
    }

    /**
     * The largest value of the distribution at another temperature (Guo et al. 2017).
     *
     * @param temperature above 0
     */
    record Temperature(double temperature) implements Calibrator {

        /** Checks the range. */
        public Temperature {
            Values.require(temperature > 0 && temperature <= 100, "temperature", temperature, "above 0, at most 100");
        }

        @Override
        public double of(double[] distribution, int size, double confidence) {
            double sum = 0;
            for (int token = 0; token < size; token++) {
                sum += Math.pow(distribution[token] / confidence, 1 / temperature);
            }
            return 1 / sum;
        }
    }

    /**
     * A logistic curve over the confidence's logit (Platt 1999).
     *
     * @param slope at least 0
     * @param bias added to the logit
     */
    record Platt(double slope, double bias) implements Calibrator {

        /** Checks the ranges. */
        public Platt {
            Values.require(slope >= 0 && Double.isFinite(slope), "slope", slope, "a number of at least 0");
            Values.require(Double.isFinite(bias), "bias", bias, "a number");
        }

        @Override
        public double of(double[] distribution, int size, double confidence) {
            return Values.logistic(slope * Values.logit(confidence) + bias);
        }
    }

    /**
     * Steps that never fall, joined by lines (Zadrozny and Elkan 2002).
     *
     * @param from confidences, rising
     * @param to what they mean, never falling, each in [0, 1]; as many
     */
    record Isotonic(double[] from, double[] to) implements Calibrator {

        /** Checks and copies. */
        public Isotonic {
            Values.require(from.length > 0 && from.length == to.length, "from, to", from.length + ", " + to.length,
                    "as many values of each, at least one");
            for (int i = 0; i < from.length; i++) {
                Values.require(to[i] >= 0 && to[i] <= 1, "to", to[i], "0 to 1");
                Values.require(i == 0 || (from[i] > from[i - 1] && to[i] >= to[i - 1]), "from, to",
                        from[i] + ", " + to[i], "values that rise");
            }
            from = from.clone();
            to = to.clone();
        }

        @Override
        public double of(double[] distribution, int size, double confidence) {
            int at = Arrays.binarySearch(from, confidence);
            if (at >= 0) {
                return to[at];
            }
            int above = -at - 1;
            if (above == 0) {
                return to[0];
            }
            if (above == from.length) {
                return to[above - 1];
            }
            double share = (confidence - from[above - 1]) / (from[above] - from[above - 1]);
            return to[above - 1] + share * (to[above] - to[above - 1]);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Isotonic(double[] otherFrom, double[] otherTo) && Arrays.equals(from, otherFrom)
                    && Arrays.equals(to, otherTo);
        }

        @Override
        public int hashCode() {
            return 31 * Arrays.hashCode(from) + Arrays.hashCode(to);
        }

        @Override
        public String toString() {
            return "Isotonic[from=" + Arrays.toString(from) + ", to=" + Arrays.toString(to) + "]";
        }
    }
}
