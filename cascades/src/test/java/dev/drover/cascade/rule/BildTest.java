package dev.drover.cascade.rule;

import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class BildTest extends RuleContract {

    BildTest() {
        super(new Bild());
    }

    @Override
    double[] leniencies() {
        return new double[] {0, .7, 2, 5, Double.POSITIVE_INFINITY};
    }

    private Deferral with(double leniency, double fallback) {
        return rule.deferral(rule.options().resolve(Map.of("leniency", leniency, "fallback", fallback)));
    }

    /** {@code exp(-1.7) = .1827}: the three likeliest tokens of A are kept, as by token-v3 at .6. */
    @Test
    void keepsTokensThatAreNotTooUnlikely() {
        Golden.a(with(1.7, 0))
                .emits(.53, .29, .17, .006, .004)
                .accepts(1, 1, 1, .085714, .133333)
                .rejects(.09)
                .replacesFrom(.333333, .444444, .222222, 0, 0);
    }

    @Test
    void fallsBackWhereTheSmallModelIsNotSure() {
        Golden.a(with(1.7, .51)).defersToTheLargeModel();
        assertThat(with(1.7, .51).endsDraft(Golden.A)).isTrue();
        assertThat(with(1.7, .5).endsDraft(Golden.A)).isFalse();
    }

    @Test
    void withoutFallbackAndLimitItEmitsTheSmallModelExactly() {
        SplittableRandom random = new SplittableRandom(32);
        Deferral loosest = with(Double.POSITIVE_INFINITY, 0);
        for (int i = 0; i < 1500; i++) {
            Distributions position = Law.random(random);
            Law law = Law.of(loosest, position);
            assertThat(law.target).isEqualTo(position.small());
            assertThat(law.rejection).isZero();
        }
    }

    /** The procedure of the original at one position: fall back, roll back, or keep. */
    @Test
    void atTemperatureZeroItIsTheOriginal() {
        SplittableRandom random = new SplittableRandom(33);
        for (int i = 0; i < 3000; i++) {
            Distributions some = Law.random(random);
            double[] q = firstChoice(some.smallUnscaled());
            double[] p = firstChoice(some.largeUnscaled());
            Distributions position = new Distributions(q, p, some.smallUnscaled(), some.largeUnscaled());
            int draft = index(q);
            boolean fallsBack = some.smallUnscaled()[draft] < .6;
            boolean rolledBack = -Math.log(some.largeUnscaled()[draft]) > 1.3 && draft != index(p);
            assertThat(Law.of(with(1.3, .6), position).target).containsExactly(fallsBack || rolledBack ? p : q,
                    within(1e-12));
        }
    }
}
