package dev.drover.cascade.rule;

/**
 * A rule that decides for each token of a position. With {@code A} the tokens it keeps and
 * {@code eta = sum of q outside A} (eq. 11):
 *
 * <pre>
 *   pi(v)       = q(v) [v in A] + eta p(v)
 *   acceptance  = 1                            for v in A
 *                 min(1, eta p(v) / q(v))      elsewhere
 *   residual    = eta p(v)                     for v in A
 *                 max(0, eta p(v) - q(v))      elsewhere
 * </pre>
 *
 * Unlike rules for whole positions, these may reject more often than the lossless test does: what they take from a token
 * outside {@code A} goes to all tokens.
 */
interface EachToken extends Deferral {

    /** Whether {@code A} depends on {@code p~} alone and grows with it: a token is never kept before a likelier one. */
    boolean readsLargeAlone();

    @Override
    default void target(Position position, double[] target) {
        double[] q = position.small();
        double[] p = position.large();
        double eta = eta(position);
        for (int token = 0; token < position.size(); token++) {
            target[token] = (keeps(position, token) ? q[token] : 0) + eta * p[token];
        }
    }

    @Override
    default double acceptance(Position position, int token) {
        if (keeps(position, token)) {
            return 1;
        }
        double q = position.small()[token];
        double share = eta(position) * position.large()[token];
        return q <= share ? 1 : share / q;
    }

    @Override
    default double residual(Position position, double[] weights) {
        double[] q = position.small();
        double[] p = position.large();
        double eta = eta(position);
        double sum = 0;
        for (int token = 0; token < position.size(); token++) {
            double share = eta * p[token];
            weights[token] = keeps(position, token) ? share : Math.max(0, share - q[token]);
            sum += weights[token];
        }
        return sum;
    }

    /** At temperature 0, when no token but the large model's first choice would be kept, that one is emitted. */
    @Override
    default boolean settled(Position position) {
        return readsLargeAlone() && position.greedy()
                && (position.size() == 1 || !keeps(position, position.largeRunnerUp()));
    }

    private double eta(Position position) {
        double[] q = position.small();
        double eta = 0;
        for (int token = 0; token < position.size(); token++) {
            if (q[token] > 0 && !keeps(position, token)) {
                eta += q[token];
            }
        }
        return eta;
    }
}
