package dev.drover.cascade.rule;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Entropies in nats: A 1.2691 and 1.3472, D .21; B 1.3923 and 1.1199, D .37. */
class OptLogTest extends RuleContract {

    OptLogTest() {
        super(new OptLog());
    }

    @Override
    double[] leniencies() {
        return new double[] {-2, -.5, 0, .3, 1, 4};
    }

    @Test
    void keepsTheSmallModelWhereItIsNoLessCertain() {
        Golden.a(rule.at(0)).keepsTheSmallModel();
        Golden.b(rule.at(0)).defersToTheLargeModel();
    }

    @Test
    void defersWhereTheGainInEntropyExceedsTheCostOfARejection() {
        Golden.a(rule.at(-.37)).keepsTheSmallModel();
        Golden.a(rule.at(-.38)).defersToTheLargeModel();
        Golden.b(rule.at(.73)).defersToTheLargeModel();
        Golden.b(rule.at(.74)).keepsTheSmallModel();
    }

    @Test
    void readsTwoEqualWordingsAsLessDoubtThanConfidenceDoes() {
        double[] twoWordings = {.5, .5, 0, 0, 0, 0};
        double[] tail = {.55, .09, .09, .09, .09, .09};
        Distributions position = Distributions.unscaled(twoWordings, tail);
        assertThat(Law.of(rule.at(0), position).target).isEqualTo(twoWordings);
        assertThat(Law.of(new Opt().at(0), position).target).isEqualTo(tail);
    }

    @Test
    void rejectsNoMoreThanLosslessAndLessTheMoreLenientItIs() {
        Rejections.neverAboveLossless(rule, -1, -.2, 0, .3, 1, 5);
        Rejections.neverRisingWithLeniency(rule, -1, -.2, 0, .3, 1, 5);
    }
}
