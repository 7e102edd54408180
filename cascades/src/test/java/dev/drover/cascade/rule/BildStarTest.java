package dev.drover.cascade.rule;

import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class BildStarTest extends RuleContract {

    BildStarTest() {
        super(new BildStar());
    }

    @Override
    double[] leniencies() {
        return new double[] {0, .1, .4, .8, 1};
    }

    private Deferral byCrossEntropy(double leniency) {
        return rule.deferral(rule.options().resolve(Map.of("leniency", leniency, "discrepancy", "cross-entropy")));
    }

    @Test
    void keepsTheSmallModelUpToADistance() {
        Golden.a(rule.at(.2)).defersToTheLargeModel();
        Golden.a(rule.at(.22)).keepsTheSmallModel();
        Golden.b(rule.at(.36)).defersToTheLargeModel();
        Golden.b(rule.at(.38)).keepsTheSmallModel();
    }

    /** {@code -sum q log p} of A is 1.3659, of B 1.9857. */
    @Test
    void keepsTheSmallModelUpToACrossEntropy() {
        Golden.a(byCrossEntropy(1.36)).defersToTheLargeModel();
        Golden.a(byCrossEntropy(1.37)).keepsTheSmallModel();
        Golden.b(byCrossEntropy(1.98)).defersToTheLargeModel();
        Golden.b(byCrossEntropy(1.99)).keepsTheSmallModel();
    }

    @Test
    void whatTheLargeModelFindsImpossibleIsAnInfiniteCrossEntropy() {
        double[] q = {.5, .5};
        Distributions position = Distributions.unscaled(q, new double[] {1, 0});
        assertThat(Law.of(byCrossEntropy(1e9), position).target).isEqualTo(position.large());
        assertThat(Law.of(byCrossEntropy(Double.POSITIVE_INFINITY), position).target).isEqualTo(q);
    }

    @Test
    void theCrossEntropysLawIsExactToo() {
        SplittableRandom random = new SplittableRandom(31);
        for (int i = 0; i < 3000; i++) {
            Law law = Law.of(byCrossEntropy(1.2), Law.random(random));
            assertThat(law.emitted).containsExactly(law.target, within(1e-12));
        }
    }

    @Test
    void rejectsNoMoreThanLosslessAndLessTheMoreLenientItIs() {
        Rejections.neverAboveLossless(rule, 0, .1, .3, .6, 1);
        Rejections.neverRisingWithLeniency(rule, 0, .1, .3, .6, 1);
    }
}
