package dev.drover.cascade.rule;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class TokenV3Test extends RuleContract {

    TokenV3Test() {
        super(new TokenV3());
    }

    @Override
    double[] leniencies() {
        return new double[] {0, .3, .6, .9};
    }

    @Test
    void keepsTokensNearTheLargeModelsBest() {
        Golden.a(rule.at(.3))
                .emits(.575, .35, .05, .015, .01)
                .accepts(1, 1, .333333, .214286, .333333)
                .rejects(.175)
                .replacesFrom(.428571, .571429, 0, 0, 0);
        Golden.a(rule.at(.6))
                .emits(.53, .29, .17, .006, .004)
                .accepts(1, 1, 1, .085714, .133333)
                .rejects(.09)
                .replacesFrom(.333333, .444444, .222222, 0, 0);
        Golden.b(rule.at(.7))
                .emits(.0275, .641, .26, .044, .0275)
                .accepts(.06875, 1, 1, .44, .55)
                .rejects(.451)
                .replacesFrom(0, .756098, .243902, 0, 0);
    }

    @Test
    void atLeniencyZeroItRejectsMoreThanLossless() {
        Golden.a(rule.at(0))
                .emits(.225, .55, .15, .045, .03)
                .accepts(.45, 1, 1, .642857, 1)
                .rejects(.30)
                .replacesFrom(0, 1, 0, 0, 0);
        Golden.b(rule.at(0))
                .emits(.035, .734, .14, .056, .035)
                .accepts(.0875, 1, .933333, .56, .7)
                .rejects(.434)
                .replacesFrom(0, 1, 0, 0, 0);
    }

    @Test
    void zeroGivesTheFirstChoiceMoreThanTheLargeModelDoes() {
        SplittableRandom random = new SplittableRandom(13);
        Deferral zero = rule.at(0);
        for (int i = 0; i < 2000; i++) {
            double[] q = {random.nextDouble(), 0};
            q[1] = 1 - q[0];
            double p = .5 + random.nextDouble() / 2;
            Law law = Law.of(zero, Distributions.unscaled(q, new double[] {p, 1 - p}));
            assertThat(law.target[0]).isCloseTo(q[0] + p * (1 - q[0]), within(1e-12)).isGreaterThanOrEqualTo(p);
        }
    }

    @Test
    void aBorderIsTakenInDoublePrecision() {
        assertThat(rule.at(.25).keeps(Golden.A, 0)).as(".4 * .75 is a little above .3").isFalse();
        assertThat(rule.at(.26).keeps(Golden.A, 0)).isTrue();
    }
}
