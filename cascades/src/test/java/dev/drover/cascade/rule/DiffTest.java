package dev.drover.cascade.rule;

import org.junit.jupiter.api.Test;

class DiffTest extends RuleContract {

    DiffTest() {
        super(new Diff());
    }

    @Override
    double[] leniencies() {
        return new double[] {-.5, 0, .2, .6};
    }

    @Test
    void keepsTheSmallModelWhereItIsAsSureAsTheLargeOne() {
        Golden.a(rule.at(-.15)).defersToTheLargeModel();
        Golden.a(rule.at(.05)).keepsTheSmallModel();
        Golden.b(rule.at(.05)).defersToTheLargeModel();
        Golden.b(rule.at(.25)).keepsTheSmallModel();
    }

    @Test
    void rejectsNoMoreThanLosslessAndLessTheMoreLenientItIs() {
        Rejections.neverAboveLossless(rule, -1, -.5, 0, .1, .3, .6, 1);
        Rejections.neverRisingWithLeniency(rule, -1, -.5, 0, .1, .3, .6, 1);
    }
}
