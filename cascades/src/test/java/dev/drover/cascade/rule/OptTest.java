package dev.drover.cascade.rule;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OptTest extends RuleContract {

    OptTest() {
        super(new Opt());
    }

    @Override
    double[] leniencies() {
        return new double[] {-2, -.5, 0, .3, 1, 4};
    }

    @Test
    void keepsTheSmallModelWhereDeferringCostsMoreThanItGains() {
        Golden.a(rule.at(-.6)).defersToTheLargeModel();
        Golden.a(rule.at(.3)).keepsTheSmallModel();
        Golden.b(rule.at(.3)).defersToTheLargeModel();
        Golden.b(rule.at(.6)).keepsTheSmallModel();
    }

    @Test
    void moreDisagreementMakesItDeferLess() {
        Deferral deferral = rule.at(.5);
        double[] small = {.5, .4, .1};
        Distributions near = Distributions.unscaled(small, new double[] {.7, .2, .1});
        Distributions far = Distributions.unscaled(small, new double[] {.1, .2, .7});
        assertThat(far.distance()).isGreaterThan(near.distance());
        assertThat(Law.of(deferral, near).target).isEqualTo(near.large());
        assertThat(Law.of(deferral, far).target).isEqualTo(far.small());
    }

    @Test
    void anInfiniteLeniencyOverNoDistanceIsNoNumberAndKeepsTheSmallModel() {
        double[] equal = {.5, .5};
        Distributions position = Distributions.unscaled(equal, equal.clone());
        for (double leniency : new double[] {Double.NEGATIVE_INFINITY, 0, Double.POSITIVE_INFINITY}) {
            assertThat(Law.of(rule.at(leniency), position).target).isEqualTo(equal);
        }
    }

    @Test
    void equalsDiffAtLeniencyZero() {
        Deferral diff = new Diff().at(0);
        assertThat(Law.of(rule.at(0), Golden.A).target).isEqualTo(Law.of(diff, Golden.A).target);
        assertThat(Law.of(rule.at(0), Golden.B).target).isEqualTo(Law.of(diff, Golden.B).target);
    }

    @Test
    void rejectsNoMoreThanLosslessAndLessTheMoreLenientItIs() {
        Rejections.neverAboveLossless(rule, -5, -1, 0, .3, .6, 1, 5);
        Rejections.neverRisingWithLeniency(rule, -5, -1, 0, .3, .6, 1, 5);
    }
}
