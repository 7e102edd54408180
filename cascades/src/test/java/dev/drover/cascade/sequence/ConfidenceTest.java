package dev.drover.cascade.sequence;

import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

/** How sure a model is, from its tokens' chances. */
class ConfidenceTest {

    private static List<TokenChance> chances(double... probabilities) {
        return DoubleStream.of(probabilities).mapToObj(one -> new TokenChance(one, one, (1 - one) / 2)).toList();
    }

    @Test
    void theMeanIsGeometric() {
        assertThat(Confidence.MEAN.of(chances(.9, .4, .6), 0)).isCloseTo(Math.cbrt(.9 * .4 * .6), within(1e-12));
        assertThat(Confidence.MEAN.of(chances(0, 1), 0)).isBetween(0.0, 1e-100);
    }

    @Test
    void theQuantileIsThatOfTheLeastSureTokens() {
        List<TokenChance> tokens = chances(.9, .1, .8, .7, .6, .5, .95, .96, .97, .98);
        assertThat(Confidence.QUANTILE.of(tokens, 0)).isEqualTo(.1);
        assertThat(Confidence.QUANTILE.of(tokens, .1)).isEqualTo(.5);
        assertThat(Confidence.QUANTILE.of(tokens, 1)).isEqualTo(.98);
    }

    @Test
    void theMarginIsTheMeanLeadOverTheSecond() {
        assertThat(Confidence.MARGIN.of(List.of(new TokenChance(.2, .7, .3), new TokenChance(.6, .6, .4)), 0))
                .isCloseTo(.3, within(1e-12));
    }

    @Test
    void ofNothingNobodyIsSure() {
        for (Confidence confidence : Confidence.values()) {
            assertThat(confidence.of(List.of(), .1)).isZero();
        }
    }

    @Test
    void eachHasAWord() {
        assertThat(Confidence.named("margin")).isSameAs(Confidence.MARGIN);
        assertThatIllegalArgumentException().isThrownBy(() -> Confidence.named("sum"))
                .withMessage("by: sum (expected: one of mean, quantile, margin, agreement)");
        assertThat(DeferralOptions.schemas()).containsOnlyKeys("mean", "quantile", "margin", "agreement");
    }
}
