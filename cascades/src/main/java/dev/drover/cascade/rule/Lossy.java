package dev.drover.cascade.rule;

import dev.drover.inference.option.Option;
import dev.drover.inference.option.OptionSchema;
import dev.drover.inference.option.Options;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Lossy speculative sampling: acceptance {@code min(1, p / ((1 - a) q))}. What a rejected token is replaced from is a
 * second choice. {@code beta: solved} (the default) emits
 *
 * <pre>
 *   pi(v) = max(min(q(v), p(v) / (1 - a)), c p(v))     with c = 1/beta such that pi sums to one
 * </pre>
 *
 * (Lemma 2; Tran-Thien's mentored decoding), which of all with this acceptance is nearest to {@code p} in KL divergence.
 * {@code beta: one} replaces from {@code max(0, p - q)} (Leviathan's lenience). Strict at 0; the small model alone at no
 * leniency below 1. At temperature 0 it equals lossless.
 *
 * <p>
 * {@code c} is found by Newton's method from the right. The sum is convex, increasing and piecewise linear in {@code c},
 * so the steps fall monotonically onto the root and end after finitely many.
 */
public final class Lossy implements DeferralRule {

    private static final String BETA = "beta";
    private static final OptionSchema OPTIONS = OptionSchema.of(
            Leniency.option(0.3, 0, 0.999, "at 0 the large model decides alone"),
            Option.text(BETA, "solved", List.of("solved", "one"),
                    "What rejected tokens are replaced from: solved stays nearest to the large model, one is cheaper."));

    @Override
    public String name() {
        return "lossy";
    }

    @Override
    public String description() {
        return "Accepts the small model's tokens a fixed factor more readily than lossless. Wins over lossless at "
                + "temperatures above 0 with a calibrated pair; at temperature 0 it gains nothing.";
    }

    @Override
    public OptionSchema options() {
        return OPTIONS;
    }

    @Override
    public double strict() {
        return 0;
    }

    @Override
    public OptionalDouble loosest() {
        return OptionalDouble.empty();
    }

    @Override
    public Deferral deferral(Options options) {
        double leniency = options.number(LENIENCY);
        if (leniency == 0) {
            return LargeAlways.INSTANCE;
        }
        return new Mentored(1 / (1 - leniency), options.text(BETA).equals("solved"));
    }

    /**
     * The rule with its options set.
     *
     * @param factor {@code 1 / (1 - a)}
     * @param solved whether beta is solved for, else 1
     */
    private record Mentored(double factor, boolean solved) implements Deferral {

        @Override
        public void target(Position position, double[] target) {
            double sum = residual(position, target);
            double accepted = 0;
            for (int token = 0; token < position.size(); token++) {
                accepted += passed(position, token);
            }
            double scale = sum > 0 ? Math.max(0, 1 - accepted) / sum : 0;
            for (int token = 0; token < position.size(); token++) {
                target[token] = passed(position, token) + scale * target[token];
            }
        }

        @Override
        public boolean keeps(Position position, int token) {
            return false;
        }

        @Override
        public double acceptance(Position position, int token) {
            double q = position.small()[token];
            double share = factor * position.large()[token];
            return q <= share ? 1 : share / q;
        }

        @Override
        public double residual(Position position, double[] weights) {
            double[] q = position.small();
            double[] p = position.large();
            double c = solved ? solve(position) : 1;
            double sum = 0;
            for (int token = 0; token < position.size(); token++) {
                weights[token] = Math.max(0, c * p[token] - q[token]);
                sum += weights[token];
            }
            return sum;
        }

        @Override
        public boolean settled(Position position) {
            return position.greedy();
        }

        private double passed(Position position, int token) {
            return Math.min(position.small()[token], factor * position.large()[token]);
        }

        private double solve(Position position) {
            double[] p = position.large();
            double c = factor;
            while (true) {
                double sum = 0;
                double slope = 0;
                for (int token = 0; token < position.size(); token++) {
                    double passed = passed(position, token);
                    double share = c * p[token];
                    if (share > passed) {
                        sum += share;
                        slope += p[token];
                    } else {
                        sum += passed;
                    }
                }
                double next = slope > 0 ? c - (sum - 1) / slope : c;
                if (!(next < c)) {
                    return c;
                }
                c = next;
            }
        }
    }
}
