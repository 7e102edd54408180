package dev.drover.cascade.rule;

import dev.drover.inference.option.OptionSchema;
import dev.drover.inference.option.Options;
import java.util.OptionalDouble;

/**
 * Drover's own rule: tokens with {@code p~(v) >= (1 - a) max p~} are accepted, the others stand the lossless test, and
 * what is rejected is replaced from {@code max(0, p - q)}. With {@code rho = sum of max(0, q - p)} over the others,
 *
 * <pre>
 *   pi(v) = q(v) acceptance(v) + rho max(0, p(v) - q(v)) / D(p,q)
 * </pre>
 *
 * It never rejects more often than lossless does, which the token rules can, and its distance from {@code p} is exactly
 * what it saves: {@code D(pi,p) = D(p,q) - rho}. Strict below 0, the small model alone from 1 on.
 */
public final class TopAccept implements DeferralRule {

    private static final OptionSchema OPTIONS = Leniency.schema(0.7, -1, 1, "below 0 the large model decides alone");

    @Override
    public String name() {
        return "top-accept";
    }

    @Override
    public String description() {
        return "Accepts what token-v3 keeps and tests the rest as lossless does. Wins above temperature 0 where "
                + "token-v3 rejects more than lossless; at temperature 0 the two are the same.";
    }

    @Override
    public OptionSchema options() {
        return OPTIONS;
    }

    @Override
    public double strict() {
        return -1;
    }

    @Override
    public OptionalDouble loosest() {
        return OptionalDouble.of(1);
    }

    @Override
    public Deferral deferral(Options options) {
        double leniency = options.number(LENIENCY);
        return leniency < 0 ? LargeAlways.INSTANCE : new Topped(1 - leniency);
    }

    private record Topped(double share) implements Deferral {

        @Override
        public void target(Position position, double[] target) {
            double[] q = position.small();
            double[] p = position.large();
            double sum = residual(position, target);
            double rejected = 0;
            for (int token = 0; token < position.size(); token++) {
                rejected += keeps(position, token) ? 0 : Math.max(0, q[token] - p[token]);
            }
            double scale = sum > 0 ? rejected / sum : 0;
            for (int token = 0; token < position.size(); token++) {
                double passed = keeps(position, token) ? q[token] : Math.min(q[token], p[token]);
                target[token] = passed + scale * target[token];
            }
        }

        @Override
        public boolean keeps(Position position, int token) {
            return position.largeReaches(token, share);
        }

        @Override
        public double acceptance(Position position, int token) {
            return keeps(position, token) ? 1 : LargeAlways.INSTANCE.acceptance(position, token);
        }

        @Override
        public double residual(Position position, double[] weights) {
            return LargeAlways.INSTANCE.residual(position, weights);
        }

        @Override
        public boolean settled(Position position) {
            return position.greedy() && (position.size() == 1 || !keeps(position, position.largeRunnerUp()));
        }
    }
}
