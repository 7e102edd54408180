package dev.drover.cascade.rule;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ChowTest extends RuleContract {

    ChowTest() {
        super(new Chow());
    }

    @Override
    double[] leniencies() {
        return new double[] {0, .2, .5, .8};
    }

    @Test
    void keepsTheSmallModelWhereItIsSureEnough() {
        Golden.a(rule.at(.55)).keepsTheSmallModel();
        Golden.a(rule.at(.45)).defersToTheLargeModel();
        Golden.b(rule.at(.45)).defersToTheLargeModel();
        Golden.b(rule.at(.55)).defersToTheLargeModel();
        Golden.b(rule.at(.65)).keepsTheSmallModel();
    }

    @Test
    void aTieKeepsTheSmallModel() {
        Golden.a(rule.at(.5)).keepsTheSmallModel();
    }

    @Test
    void zeroIsNotStrictWhereTheSmallModelIsCertain() {
        double[] certain = {0, 1};
        Distributions position = Distributions.unscaled(certain, new double[] {.5, .5});
        assertThat(Law.of(rule.at(0), position).target).isEqualTo(certain);
    }

    @Test
    void rejectsNoMoreThanLosslessAndLessTheMoreLenientItIs() {
        Rejections.neverAboveLossless(rule, 0, .1, .2, .4, .6, .8, 1);
        Rejections.neverRisingWithLeniency(rule, 0, .1, .2, .4, .6, .8, 1);
    }
}
