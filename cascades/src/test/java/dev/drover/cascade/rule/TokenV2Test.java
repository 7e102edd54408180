package dev.drover.cascade.rule;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TokenV2Test extends RuleContract {

    TokenV2Test() {
        super(new TokenV2());
    }

    @Override
    double[] leniencies() {
        return new double[] {0, .12, .4, .8};
    }

    @Test
    void keepsTokensTheLargeModelFindsNearlyAsLikelyAsItsBest() {
        Golden.a(rule.at(.12))
                .emits(.575, .35, .05, .015, .01)
                .accepts(1, 1, .333333, .214286, .333333)
                .rejects(.175)
                .replacesFrom(.428571, .571429, 0, 0, 0);
    }

    @Test
    void aBorderIsTakenInDoublePrecision() {
        assertThat(rule.at(.1).keeps(Golden.A, 0)).as(".4 - .1 is a little above .3").isFalse();
        assertThat(rule.at(.11).keeps(Golden.A, 0)).isTrue();
    }

    @Test
    void zeroIsNotStrict() {
        assertThat(Law.of(rule.at(0), Golden.A).target[1]).isGreaterThan(Golden.LARGE_A[1]);
    }
}
