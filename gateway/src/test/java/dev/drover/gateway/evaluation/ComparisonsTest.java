package dev.drover.gateway.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Intervals of comparisons against laws that are known. */
class ComparisonsTest {

    private static final CascadeSetting LARGE = new CascadeSetting("large", null, 0, 0, 1);
    private static final CascadeSetting LOSSLESS = new CascadeSetting("lossless", 0.0, 5, 0, 1);
    private static final CascadeSetting RULE = new CascadeSetting("token-v3", .7, 5, 0, 1);

    private static Mark mark(boolean right, long nanos) {
        return new Mark(right, right, 10, nanos, 1, 1, 0);
    }

    /** Tasks on which the rule is right with a probability, the large model always, at given times. */
    private static List<Comparison> compare(int tasks, double right, long ruleNanos, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<List<Mark>> marks = new ArrayList<>();
        for (int i = 0; i < tasks; i++) {
            marks.add(List.of(mark(true, 100 + random.nextInt(20)), mark(true, 60),
                    mark(random.nextDouble() < right, ruleNanos)));
        }
        return new Comparisons(List.of(LARGE, LOSSLESS, RULE), marks, seed).all();
    }

    @Test
    void figuresAreThoseOfAllTasksAndTheirBoundsLieBelow() {
        Comparison rule = compare(400, .9, 40, 1).get(2);
        assertThat(rule.difference()).isEqualTo(rule.accuracy() - 1);
        assertThat(rule.differenceAtLeast()).isLessThan(rule.difference()).isGreaterThan(rule.difference() - .06);
        assertThat(rule.overLossless()).isEqualTo(1.5, within(1e-12));
        assertThat(rule.overLosslessAtLeast()).as("times that do not vary").isEqualTo(1.5, within(1e-12));
        assertThat(rule.overLarge()).isEqualTo(109.5 / 40, within(.03));
        assertThat(rule.overLargeAtLeast()).isLessThan(rule.overLarge());
        assertThat(rule.timeAtMost()).isGreaterThan(1 / rule.overLarge());
    }

    @Test
    void theBoundHoldsAboutNineteenTimesOfTwenty() {
        int held = 0;
        for (int seed = 0; seed < 200; seed++) {
            held += compare(150, .8, 40, seed).get(2).differenceAtLeast() <= -.2 ? 1 : 0;
        }
        assertThat(held).isBetween(178, 199);
    }

    @Test
    void aClaimIsShownWhereItsBoundsReachWhatIsWantedToo() {
        List<Comparison> sure = compare(400, 1, 40, 3);
        assertThat(Claim.of(sure, sure, false).getFirst().shown()).isTrue();
        List<Comparison> unsure = compare(400, .992, 40, 4);
        Claim claim = Claim.of(unsure, unsure, false).getFirst();
        assertThat(claim.holds()).isTrue();
        assertThat(claim.shown()).as("within a point, but it could be more").isFalse();
        List<Comparison> slow = compare(400, 1, 90, 5);
        assertThat(Claim.of(slow, slow, false).getFirst().holds()).isFalse();
        List<Comparison> wrong = compare(400, .9, 40, 6);
        assertThat(Claim.of(wrong, wrong, false)).isEmpty();
    }
}
