package dev.drover.cascade.rule;

/**
 * {@code pi = p}: speculative sampling as Leviathan et al. (2023) and Chen et al. (2023) have it, and what every rule
 * becomes at its strict leniency.
 */
final class LargeAlways implements Deferral {

    static final LargeAlways INSTANCE = new LargeAlways();

    private LargeAlways() {}

    @Override
    public void target(Position position, double[] target) {
        System.arraycopy(position.large(), 0, target, 0, position.size());
    }

    @Override
    public boolean keeps(Position position, int token) {
        return false;
    }

    @Override
    public double acceptance(Position position, int token) {
        double q = position.small()[token];
        double p = position.large()[token];
        return q <= p ? 1 : p / q;
    }

    @Override
    public double residual(Position position, double[] weights) {
        double[] q = position.small();
        double[] p = position.large();
        double sum = 0;
        for (int token = 0; token < position.size(); token++) {
            weights[token] = Math.max(0, p[token] - q[token]);
            sum += weights[token];
        }
        return sum;
    }

    @Override
    public boolean settled(Position position) {
        return true;
    }
}
