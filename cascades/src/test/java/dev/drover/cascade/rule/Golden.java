package dev.drover.cascade.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** The two worked examples every rule is checked on, and what a deferral makes of one. */
final class Golden {

    static final double[] NONE = {0, 0, 0, 0, 0};
    static final double[] ONES = {1, 1, 1, 1, 1};
    static final double[] SMALL_A = {.50, .25, .15, .07, .03};
    static final double[] LARGE_A = {.30, .40, .20, .06, .04};
    static final double[] SMALL_B = {.40, .30, .15, .10, .05};
    static final double[] LARGE_B = {.05, .62, .20, .08, .05};
    static final Distributions A = Distributions.unscaled(SMALL_A, LARGE_A);
    static final Distributions B = Distributions.unscaled(SMALL_B, LARGE_B);
    static final double[] LOSSLESS_ACCEPTANCE_A = {.6, 1, 1, .857143, 1};
    static final double[] LOSSLESS_RESIDUAL_A = {0, .714286, .238095, 0, .047619};
    static final double[] LOSSLESS_ACCEPTANCE_B = {.125, 1, 1, .8, 1};
    static final double[] LOSSLESS_RESIDUAL_B = {0, .864865, .135135, 0, 0};

    private final Deferral deferral;
    private final Distributions position;
    private final boolean first;

    private Golden(Deferral deferral, Distributions position, boolean first) {
        this.deferral = deferral;
        this.position = position;
        this.first = first;
    }

    static Golden a(Deferral deferral) {
        return new Golden(deferral, A, true);
    }

    static Golden b(Deferral deferral) {
        return new Golden(deferral, B, false);
    }

    void keepsTheSmallModel() {
        emits(position.small(), 1e-15).accepts(ONES).rejects(0).replacesFrom(NONE);
    }

    void defersToTheLargeModel() {
        emits(position.large(), 1e-15).accepts(first ? LOSSLESS_ACCEPTANCE_A : LOSSLESS_ACCEPTANCE_B)
                .rejects(first ? .21 : .37)
                .replacesFrom(first ? LOSSLESS_RESIDUAL_A : LOSSLESS_RESIDUAL_B);
    }

    Golden emits(double... target) {
        return emits(target, 1e-6);
    }

    private Golden emits(double[] target, double tolerance) {
        double[] actual = new double[5];
        deferral.target(position, actual);
        assertThat(actual).as("target").containsExactly(target, within(tolerance));
        return this;
    }

    Golden accepts(double... acceptance) {
        double[] actual = new double[5];
        for (int token = 0; token < 5; token++) {
            actual[token] = deferral.acceptance(position, token);
        }
        assertThat(actual).as("acceptance").containsExactly(acceptance, within(1e-6));
        return this;
    }

    Golden rejects(double rejection) {
        assertThat(Law.of(deferral, position).rejection).as("rejection").isCloseTo(rejection, within(1e-12));
        return this;
    }

    Golden replacesFrom(double... residual) {
        double[] actual = new double[5];
        double sum = deferral.residual(position, actual);
        for (int token = 0; token < 5 && sum > 0; token++) {
            actual[token] /= sum;
        }
        assertThat(actual).as("residual").containsExactly(residual, within(1e-6));
        return this;
    }
}
