package dev.drover.cascade.rule;

import java.util.SplittableRandom;

import static org.assertj.core.api.Assertions.assertThat;

/** How often rules reject, over many random pairs of distributions. */
final class Rejections {

    private static final int PAIRS = 2000;

    private Rejections() {}

    static void neverAboveLossless(DeferralRule rule, double... leniencies) {
        SplittableRandom random = new SplittableRandom(11);
        for (int i = 0; i < PAIRS; i++) {
            Distributions position = Law.random(random);
            double lossless = position.distance();
            for (double leniency : leniencies) {
                assertThat(Law.of(rule.at(leniency), position).rejection).isLessThanOrEqualTo(lossless + 1e-12);
            }
        }
    }

    static void neverRisingWithLeniency(DeferralRule rule, double... leniencies) {
        SplittableRandom random = new SplittableRandom(12);
        for (int i = 0; i < PAIRS; i++) {
            Distributions position = Law.random(random);
            double before = 1;
            for (double leniency : leniencies) {
                double rejection = Law.of(rule.at(leniency), position).rejection;
                assertThat(rejection).isLessThanOrEqualTo(before + 1e-12);
                before = rejection;
            }
        }
    }
}
