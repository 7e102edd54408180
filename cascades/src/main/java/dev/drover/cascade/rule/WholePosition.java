package dev.drover.cascade.rule;

/**
 * A rule that decides for a whole position, {@code pi = (1 - r) q + r p} with {@code r} 0 or 1: where it keeps the small
 * model every token is accepted, elsewhere the lossless test holds. The expected rejection is {@code r D(p, q)}.
 */
@FunctionalInterface
interface WholePosition extends Deferral {

    /** Whether the small model holds at this position: {@code r = 0}. */
    boolean keepsSmall(Position position);

    @Override
    default void target(Position position, double[] target) {
        double[] from = keepsSmall(position) ? position.small() : position.large();
        System.arraycopy(from, 0, target, 0, position.size());
    }

    @Override
    default boolean keeps(Position position, int token) {
        return keepsSmall(position);
    }

    @Override
    default double acceptance(Position position, int token) {
        return keepsSmall(position) ? 1 : LargeAlways.INSTANCE.acceptance(position, token);
    }

    @Override
    default double residual(Position position, double[] weights) {
        if (keepsSmall(position)) {
            java.util.Arrays.fill(weights, 0, position.size(), 0);
            return 0;
        }
        return LargeAlways.INSTANCE.residual(position, weights);
    }

    @Override
    default boolean settled(Position position) {
        return false;
    }
}
