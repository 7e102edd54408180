package dev.drover.cascade.rule;

import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class LossyTest extends RuleContract {

    LossyTest() {
        super(new Lossy());
    }

    @Override
    double[] leniencies() {
        return new double[] {.05, .2, .5, .9, .999};
    }

    private Deferral withBetaOne(double leniency) {
        return rule.deferral(rule.options().resolve(Map.of("leniency", leniency, "beta", "one")));
    }

    @Test
    void solvesForBeta() {
        Golden.a(rule.at(.2)).emits(.375, .346875, .173438, .07, .034688).rejects(.125);
    }

    @Test
    void betaOneReplacesFromTheLosslessResidual() {
        Golden.a(withBetaOne(.2))
                .emits(.375, .339286, .179762, .07, .035952)
                .rejects(.125)
                .replacesFrom(Golden.LOSSLESS_RESIDUAL_A);
    }

    @Test
    void betaOneIsExactToo() {
        SplittableRandom random = new SplittableRandom(14);
        for (int i = 0; i < 3000; i++) {
            Distributions position = Law.random(random);
            Law law = Law.of(withBetaOne(.4), position);
            assertThat(law.emitted).containsExactly(law.target, within(1e-12));
        }
    }

    @Test
    void theSolvedBetaIsNoFartherAndNearerInDivergence() {
        SplittableRandom random = new SplittableRandom(15);
        for (int i = 0; i < 3000; i++) {
            Distributions position = Law.random(random);
            double[] solved = Law.of(rule.at(.3), position).target;
            double[] one = Law.of(withBetaOne(.3), position).target;
            assertThat(Law.distance(solved, position.large())).isCloseTo(Law.distance(one, position.large()),
                    within(1e-12));
            assertThat(divergence(position.large(), solved))
                    .isLessThanOrEqualTo(divergence(position.large(), one) + 1e-12);
        }
    }

    @Test
    void theTargetIsTheLargerOfWhatPassesAndAShareOfTheLargeModel() {
        double[] target = Law.of(rule.at(.2), Golden.A).target;
        double beta = 1.153153153;
        for (int token = 0; token < 5; token++) {
            double passed = Math.min(Golden.SMALL_A[token], Golden.LARGE_A[token] / .8);
            assertThat(target[token]).isCloseTo(Math.max(passed, Golden.LARGE_A[token] / beta), within(1e-9));
        }
    }

    private static double divergence(double[] from, double[] to) {
        double sum = 0;
        for (int token = 0; token < from.length; token++) {
            sum += from[token] > 0 ? from[token] * Math.log(from[token] / to[token]) : 0;
        }
        return sum;
    }
}
