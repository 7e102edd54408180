package dev.drover.cascade.rule;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class TopAcceptTest extends RuleContract {

    TopAcceptTest() {
        super(new TopAccept());
    }

    @Override
    double[] leniencies() {
        return new double[] {0, .3, .6, .9};
    }

    @Test
    void acceptsTheTopAndTestsTheRestAsLosslessDoes() {
        Golden.a(rule.at(.3)).accepts(1, 1, 1, .857143, 1).rejects(.01).replacesFrom(Golden.LOSSLESS_RESIDUAL_A);
        Golden.b(rule.at(.3)).accepts(Golden.LOSSLESS_ACCEPTANCE_B).rejects(.37);
    }

    @Test
    void rejectsNoMoreThanLosslessAndLessTheMoreLenientItIs() {
        Rejections.neverAboveLossless(rule, 0, .2, .4, .6, .8, 1);
        Rejections.neverRisingWithLeniency(rule, 0, .2, .4, .6, .8, 1);
    }

    @Test
    void strayingFromTheLargeModelIsExactlyWhatItSaves() {
        SplittableRandom random = new SplittableRandom(16);
        for (int i = 0; i < 2000; i++) {
            Distributions position = Law.random(random);
            Law law = Law.of(rule.at(.6), position);
            assertThat(Law.distance(law.target, position.large())).isCloseTo(position.distance() - law.rejection,
                    within(1e-12));
        }
    }
}
