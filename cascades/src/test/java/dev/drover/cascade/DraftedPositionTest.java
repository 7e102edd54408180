package dev.drover.cascade;

import dev.drover.cascade.rule.BuiltInRules;
import dev.drover.cascade.rule.Deferral;
import dev.drover.cascade.rule.Distributions;
import dev.drover.cascade.rule.Lossless;
import dev.drover.inference.token.Logits;
import dev.drover.inference.token.Shaping;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** A position read lazily from logits against one whose distributions were all computed beforehand. */
class DraftedPositionTest {

    private static final List<Shaping> SHAPINGS = List.of(Shaping.NONE, Shaping.GREEDY, new Shaping(.6, 0, 1, 0),
            new Shaping(1, 4, .9, 0), new Shaping(1.7, 0, 1, .05));

    private final SplittableRandom random = new SplittableRandom(31);
    private final List<Deferral> deferrals = new ArrayList<>();

    DraftedPositionTest() {
        for (double leniency : new double[] {0, .1, .35, .7, .95}) {
            BuiltInRules.all().forEach(rule -> deferrals.add(rule.at(rule instanceof Lossless ? 0 : leniency)));
        }
    }

    private Logits logits(int rows, int size) {
        float[] values = new float[rows * size];
        double spread = 4 * random.nextDouble();
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (spread * random.nextGaussian());
        }
        return new Logits(values, rows, size);
    }

    private static Distributions eager(Logits small, Logits large, int row, Shaping shaping) {
        int size = small.size();
        double[][] all = new double[4][size];
        shaping.shape(small, 0, all[0]);
        shaping.shape(large, row, all[1]);
        Shaping.softmax(small, 0, 1, all[2]);
        Shaping.softmax(large, row, 1, all[3]);
        return new Distributions(all[0], all[1], all[2], all[3]);
    }

    private static DraftedPosition lazy(Logits small, Logits large, int row, Shaping shaping) {
        DraftedPosition position = new DraftedPosition(new Side(small.size(), shaping), new Side(small.size(), shaping),
                shaping);
        position.smallSide.copy(small, 0);
        position.largeSide.view(large, row);
        return position;
    }

    @Test
    void everyAnswerOfAPositionIsTheSame() {
        for (int i = 0; i < 4000; i++) {
            Shaping shaping = SHAPINGS.get(i % SHAPINGS.size());
            int size = random.nextInt(2, 12);
            Logits small = logits(1, size);
            Logits large = logits(3, size);
            Distributions eager = eager(small, large, 2, shaping);
            assertThat(lazy(small, large, 2, shaping).smallConfidence()).isCloseTo(eager.smallConfidence(),
                    within(1e-15));
            assertThat(lazy(small, large, 2, shaping).largeConfidence()).isCloseTo(eager.largeConfidence(),
                    within(1e-15));
            assertThat(lazy(small, large, 2, shaping).distance()).isCloseTo(eager.distance(), within(1e-15));
            assertThat(lazy(small, large, 2, shaping).largeRunnerUp()).isEqualTo(eager.largeRunnerUp());
            assertThat(lazy(small, large, 2, shaping).small()).containsExactly(eager.small(), within(1e-15));
            assertThat(lazy(small, large, 2, shaping).large()).containsExactly(eager.large(), within(1e-15));
            double share = random.nextDouble();
            for (int token = 0; token < size; token++) {
                assertThat(lazy(small, large, 2, shaping).largeReaches(token, share))
                        .isEqualTo(eager.largeReaches(token, share));
            }
        }
    }

    @Test
    void everyRuleDecidesTheSame() {
        for (int i = 0; i < 1000; i++) {
            Shaping shaping = SHAPINGS.get(i % SHAPINGS.size());
            int size = random.nextInt(2, 12);
            Logits small = logits(1, size);
            Logits large = logits(2, size);
            Distributions eager = eager(small, large, 1, shaping);
            for (Deferral deferral : deferrals) {
                compare(deferral, lazy(small, large, 1, shaping), eager);
            }
        }
    }

    private static void compare(Deferral deferral, DraftedPosition lazy, Distributions eager) {
        double[] first = new double[eager.size()];
        double[] second = new double[eager.size()];
        for (int token = 0; token < eager.size(); token++) {
            if (eager.small()[token] > 1e-9) {
                assertThat(deferral.acceptance(lazy, token)).isCloseTo(deferral.acceptance(eager, token), within(1e-9));
            }
        }
        assertThat(deferral.residual(lazy, first)).isCloseTo(deferral.residual(eager, second), within(1e-12));
        assertThat(first).containsExactly(second, within(1e-12));
        deferral.target(lazy, first);
        deferral.target(eager, second);
        assertThat(first).containsExactly(second, within(1e-12));
    }

    @Test
    void aSideForgetsWhenItMoves() {
        Logits rows = logits(2, 6);
        Side side = new Side(6, Shaping.NONE);
        side.view(rows, 0);
        double before = side.confidence();
        side.view(rows, 1);
        assertThat(side.first()).isEqualTo(rows.argmax(1));
        assertThat(side.confidence()).isNotEqualTo(before);
        assertThat(side.shaped()[side.first()]).isEqualTo(side.confidence());
    }

    @Test
    void thresholdsAreKnownWithoutASoftmax() {
        Side side = new Side(3, Shaping.GREEDY);
        side.view(new Logits(new float[] {2, 2, -300}, 1, 3), 0);
        assertThat(side.reaches(0, 1)).isTrue();
        assertThat(side.reaches(1, 1)).as("a tie").isTrue();
        assertThat(side.reaches(2, 1e-300)).isTrue();
        assertThat(side.reaches(2, .001)).isFalse();
        assertThat(side.reaches(2, 0)).isTrue();
        assertThat(side.reaches(0, 1.5)).isFalse();
        assertThat(side.second()).isEqualTo(1);
    }
}
