package dev.drover.cascade.rule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/** What every deferral rule must do. A rule's test extends it. */
abstract class RuleContract {

    private static final int PAIRS = 1500;

    final DeferralRule rule;

    RuleContract(DeferralRule rule) {
        this.rule = rule;
    }

    /** Leniencies to sweep, within the rule's range; strict and loosest are added. */
    abstract double[] leniencies();

    final List<Deferral> deferrals() {
        List<Deferral> all = new ArrayList<>();
        Arrays.stream(leniencies()).forEach(leniency -> all.add(rule.at(leniency)));
        all.add(rule.at(rule.strict()));
        rule.loosest().ifPresent(loosest -> all.add(rule.at(loosest)));
        return all;
    }

    @Test
    void theTargetIsADistribution() {
        SplittableRandom random = new SplittableRandom(1);
        List<Deferral> deferrals = deferrals();
        for (int i = 0; i < PAIRS; i++) {
            Distributions position = Law.random(random);
            for (Deferral deferral : deferrals) {
                double[] target = Law.of(deferral, position).target;
                assertThat(Arrays.stream(target).sum()).isCloseTo(1, within(1e-12));
                assertThat(Arrays.stream(target).min().orElseThrow()).isNotNegative();
            }
        }
    }

    @Test
    void whatIsEmittedHasTheTargetsLaw() {
        SplittableRandom random = new SplittableRandom(2);
        List<Deferral> deferrals = deferrals();
        for (int i = 0; i < PAIRS; i++) {
            Distributions position = Law.random(random);
            for (Deferral deferral : deferrals) {
                Law law = Law.of(deferral, position);
                assertThat(law.emitted).containsExactly(law.target, within(1e-12));
            }
        }
    }

    @Test
    void theRejectionIsTheDistanceOfTargetAndDraft() {
        SplittableRandom random = new SplittableRandom(3);
        List<Deferral> deferrals = deferrals();
        for (int i = 0; i < PAIRS; i++) {
            Distributions position = Law.random(random);
            for (Deferral deferral : deferrals) {
                Law law = Law.of(deferral, position);
                assertThat(law.rejection).isCloseTo(Law.distance(law.target, position.small()), within(1e-12));
            }
        }
    }

    @Test
    void closedFormsEqualAlgorithmFoursGeneralOnes() {
        SplittableRandom random = new SplittableRandom(4);
        List<Deferral> deferrals = deferrals();
        for (int i = 0; i < PAIRS; i++) {
            Distributions position = Law.random(random);
            for (Deferral deferral : deferrals) {
                compareWithGeneralForms(deferral, position);
            }
        }
    }

    private static void compareWithGeneralForms(Deferral deferral, Distributions position) {
        double[] target = Law.of(deferral, position).target;
        double[] q = position.small();
        double[] weights = new double[q.length];
        double sum = deferral.residual(position, weights);
        double rejection = Law.distance(target, q);
        for (int token = 0; token < q.length; token++) {
            if (q[token] > 1e-9) {
                assertThat(deferral.acceptance(position, token)).isCloseTo(Math.min(1, target[token] / q[token]),
                        within(1e-9));
            }
            if (rejection > 1e-9) {
                double general = Math.max(0, target[token] - q[token]) / rejection;
                assertThat(weights[token] / sum).isCloseTo(general, within(1e-6));
            }
            if (deferral.keeps(position, token)) {
                assertThat(deferral.acceptance(position, token)).isEqualTo(1);
            }
        }
    }

    @Test
    void atItsStrictLeniencyItEmitsTheLargeModelExactly() {
        SplittableRandom random = new SplittableRandom(5);
        Deferral strict = rule.at(rule.strict());
        for (int i = 0; i < PAIRS; i++) {
            Distributions position = Law.random(random);
            assertThat(Law.of(strict, position).target).isEqualTo(position.large());
            assertThat(strict.settled(position)).isTrue();
        }
    }

    @Test
    void atItsLoosestLeniencyItEmitsTheSmallModelExactly() {
        SplittableRandom random = new SplittableRandom(6);
        rule.loosest().ifPresent(loosest -> {
            Deferral deferral = rule.at(loosest);
            for (int i = 0; i < PAIRS; i++) {
                Distributions position = Law.random(random);
                Law law = Law.of(deferral, position);
                assertThat(law.target).isEqualTo(position.small());
                assertThat(law.rejection).isZero();
            }
        });
    }

    /**
     * How often a draft is rejected where both models say the same. A rule for whole positions, or a test against
     * {@code p}, never rejects then; a rule for each token gives up {@code eta} of the draft and gets {@code eta} of that
     * back, so that it rejects {@code eta (1 - eta)}.
     */
    private static double rejectionOfEqualModels(Deferral deferral, Distributions position) {
        double eta = 0;
        if (deferral instanceof EachToken) {
            for (int token = 0; token < position.size(); token++) {
                eta += deferral.keeps(position, token) ? 0 : position.small()[token];
            }
        }
        return eta * (1 - eta);
    }

    @Test
    void equalModelsRejectNothingButWhatATokenRuleGivesUp() {
        SplittableRandom random = new SplittableRandom(7);
        List<Deferral> deferrals = deferrals();
        for (int i = 0; i < PAIRS; i++) {
            Distributions some = Law.random(random);
            Distributions equal = new Distributions(some.small(), some.small(), some.smallUnscaled(),
                    some.smallUnscaled());
            for (Deferral deferral : deferrals) {
                double expected = rejectionOfEqualModels(deferral, equal);
                Law law = Law.of(deferral, equal);
                assertThat(law.rejection).isCloseTo(expected, within(1e-12));
                if (expected == 0) {
                    assertThat(law.target).containsExactly(some.small(), within(1e-12));
                }
            }
        }
    }

    @Test
    void whatNeitherModelAllowsIsNeverEmitted() {
        SplittableRandom random = new SplittableRandom(8);
        List<Deferral> deferrals = deferrals();
        for (int i = 0; i < PAIRS; i++) {
            Distributions position = Law.random(random);
            for (Deferral deferral : deferrals) {
                Law law = Law.of(deferral, position);
                for (int token = 0; token < position.size(); token++) {
                    if (position.small()[token] == 0 && position.large()[token] == 0) {
                        assertThat(law.emitted[token]).isZero();
                        assertThat(law.target[token]).isZero();
                    }
                }
            }
        }
    }

    @Test
    void aSettledPositionEmitsTheLargeModelWhateverTheSmallOneSays() {
        SplittableRandom random = new SplittableRandom(9);
        List<Deferral> deferrals = deferrals();
        for (int i = 0; i < PAIRS; i++) {
            Distributions some = Law.random(random);
            Distributions position = new Distributions(firstChoice(some.smallUnscaled()),
                    firstChoice(some.largeUnscaled()), some.smallUnscaled(), some.largeUnscaled());
            for (Deferral deferral : deferrals) {
                if (deferral.settled(position)) {
                    assertThat(Law.of(deferral, position).target).containsExactly(position.large(), within(1e-15));
                }
            }
        }
    }

    @Test
    void whereADraftEndsTheLargeModelIsEmittedWhateverItSays() {
        SplittableRandom random = new SplittableRandom(13);
        List<Deferral> deferrals = deferrals();
        for (int i = 0; i < PAIRS; i++) {
            Distributions position = Law.random(random);
            for (Deferral deferral : deferrals) {
                if (deferral.endsDraft(position)) {
                    assertThat(Law.of(deferral, position).target).containsExactly(position.large(), within(1e-12));
                }
            }
        }
    }

    @Test
    void oneHotDraftsStandWhenTheyAreKeptOrTheLargeModelsFirstChoice() {
        SplittableRandom random = new SplittableRandom(10);
        List<Deferral> deferrals = deferrals();
        for (int i = 0; i < PAIRS; i++) {
            Distributions some = Law.random(random);
            double[] q = firstChoice(some.smallUnscaled());
            double[] p = firstChoice(some.largeUnscaled());
            Distributions position = new Distributions(q, p, some.smallUnscaled(), some.largeUnscaled());
            int draft = index(q);
            for (Deferral deferral : deferrals) {
                boolean stands = draft == index(p) || deferral.keeps(position, draft);
                assertThat(Law.of(deferral, position).target).containsExactly(stands ? q : p, within(1e-15));
            }
        }
    }

    @Test
    void itSaysWhatItIsAndWhatItTakes() {
        assertThat(rule.name()).matches("[a-z0-9]+(-[a-z0-9]+)*");
        assertThat(rule.description()).endsWith(".").hasSizeBetween(40, 300);
        assertThat(rule.options().problems("cascade", Map.of())).isEmpty();
        assertThat(rule.options().problems("cascade", Map.of("leniency", rule.strict()))).isEmpty();
        assertThatThrownBy(() -> rule.at(Double.NaN)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("leniency: NaN (expected: ");
    }

    static double[] firstChoice(double[] distribution) {
        double[] oneHot = new double[distribution.length];
        oneHot[index(distribution)] = 1;
        return oneHot;
    }

    static int index(double[] distribution) {
        int best = 0;
        for (int token = 1; token < distribution.length; token++) {
            best = distribution[token] > distribution[best] ? token : best;
        }
        return best;
    }
}
