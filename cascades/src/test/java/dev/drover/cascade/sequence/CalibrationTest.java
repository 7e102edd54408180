package dev.drover.cascade.sequence;

import dev.drover.cascade.sequence.Calibration.Case;
import dev.drover.cascade.sequence.Calibration.Choice;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

/** Thresholds that meet a target. */
class CalibrationTest {

    /** A weak model that is right as often as it is sure, and a strong one that is nearly always right. */
    private static List<Case> drawn(int count, SplittableRandom random) {
        List<Case> cases = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double confidence = random.nextDouble();
            cases.add(new Case(confidence, random.nextDouble() < confidence, random.nextDouble() < .97, 1, 10));
        }
        return cases;
    }

    private static double trueLoss(double threshold) {
        return threshold >= 1 ? 0 : .97 * (1 - threshold) * (1 - threshold) / 2;
    }

    @Test
    void aShareIsMetFromBelow() {
        Calibration calibration = new Calibration(drawn(500, new SplittableRandom(1)));
        for (double share : new double[] {.1, .35, .8}) {
            Choice choice = calibration.atShare(share);
            assertThat(choice.deferred()).isLessThanOrEqualTo(share).isCloseTo(share, within(.01));
            assertThat(choice.cost()).isCloseTo(1 + 10 * choice.deferred(), within(1e-9));
        }
        assertThat(calibration.atShare(0).deferred()).isZero();
        assertThat(calibration.atShare(1).threshold()).isEqualTo(Calibration.ALWAYS_STRONG);
    }

    @Test
    void aCostIsMetFromBelowOrNotAtAll() {
        Calibration calibration = new Calibration(drawn(500, new SplittableRandom(2)));
        assertThat(calibration.atCost(4)).hasValueSatisfying(choice -> {
            assertThat(choice.cost()).isLessThanOrEqualTo(4).isCloseTo(4, within(.1));
            assertThat(choice.deferred()).isCloseTo(.3, within(.01));
        });
        assertThat(calibration.atCost(.9)).isEmpty();
    }

    @Test
    void aLossIsBoundedAsOftenAsIsAssured() {
        SplittableRandom random = new SplittableRandom(3);
        int broken = 0;
        double deferred = 0;
        for (int round = 0; round < 400; round++) {
            Choice choice = new Calibration(drawn(300, random)).atLoss(.05, .9);
            broken += trueLoss(choice.threshold()) > .05 ? 1 : 0;
            deferred += choice.deferred() / 400;
        }
        assertThat(broken).as("of 400, at most a tenth and chance").isLessThan(60);
        assertThat(deferred).as("not by always deferring").isLessThan(.85);
    }

    @Test
    void tooFewCasesProveNothing() {
        List<Case> perfect = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            perfect.add(new Case(.5 + i / 100.0, true, true, 1, 10));
        }
        assertThat(new Calibration(perfect).atLoss(.05, .95).threshold()).isEqualTo(Calibration.ALWAYS_STRONG);
        assertThat(new Calibration(perfect).atLoss(.08, .95).deferred()).isZero();
    }

    @Test
    void theBoundIsClopperAndPearsons() {
        for (int count : new int[] {1, 20, 59, 60, 300}) {
            for (double rate : new double[] {.01, .05, .3}) {
                int most = Calibration.mostLosses(count, rate, .05);
                assertThat(atMost(most, count, rate)).isLessThanOrEqualTo(.05);
                assertThat(atMost(most + 1, count, rate)).isGreaterThan(.05);
            }
        }
    }

    /** {@code P(Binomial(count, rate) <= k)} in exact arithmetic. */
    private static double atMost(int k, int count, double rate) {
        BigDecimal sum = BigDecimal.ZERO;
        BigInteger choose = BigInteger.ONE;
        BigDecimal hit = new BigDecimal(rate);
        BigDecimal miss = BigDecimal.ONE.subtract(hit);
        for (int i = 0; i <= k; i++) {
            sum = sum.add(new BigDecimal(choose).multiply(hit.pow(i, MathContext.DECIMAL128), MathContext.DECIMAL128)
                    .multiply(miss.pow(count - i, MathContext.DECIMAL128), MathContext.DECIMAL128));
            choose = choose.multiply(BigInteger.valueOf(count - i)).divide(BigInteger.valueOf(i + 1L));
        }
        return sum.doubleValue();
    }

    @Test
    void withoutCasesThereIsNothingToFind() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Calibration(List.of()))
                .withMessageStartingWith("cases: none (expected: at least one");
    }
}
