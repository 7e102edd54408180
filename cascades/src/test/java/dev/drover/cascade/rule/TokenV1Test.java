package dev.drover.cascade.rule;

import org.junit.jupiter.api.Test;

class TokenV1Test extends RuleContract {

    TokenV1Test() {
        super(new TokenV1());
    }

    @Override
    double[] leniencies() {
        return new double[] {-.3, 0, .17, .5, .8};
    }

    @Test
    void keepsTokensTheSmallModelFindsNearlyAsLikelyAsTheLargeOnesBest() {
        Golden.a(rule.at(.17))
                .emits(.575, .35, .05, .015, .01)
                .accepts(1, 1, .333333, .214286, .333333)
                .rejects(.175)
                .replacesFrom(.428571, .571429, 0, 0, 0);
    }
}
