package dev.drover.cascade;

import dev.drover.cascade.BlockLength.Block;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Block lengths that follow costs, in a simulation whose costs are known. Times in nanoseconds of no clock. */
class AdaptiveBlocksTest {

    private static final IntToDoubleFunction CHEAP = tokens -> 1000 + 20 * tokens;
    private static final IntToDoubleFunction STEEP = tokens -> 1000 * tokens;

    private final SplittableRandom random = new SplittableRandom(51);
    private final AdaptiveBlocks blocks = new AdaptiveBlocks(() -> 0);

    /** Decodes blocks and returns their lengths. */
    private List<Integer> decode(BlockLength answer, int count, double rejection, double step,
            IntToDoubleFunction pass) {
        List<Integer> lengths = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int length = answer.next();
            int kept = 0;
            while (kept < length && random.nextDouble() >= rejection) {
                kept++;
            }
            double mood = random.nextInt(50) == 0 ? 30 : random.nextDouble(.9, 1.1);
            answer.note(new Block(length, (long) (length * step * mood), length + 1,
                    (long) (pass.applyAsDouble(length + 1) * mood), kept, false));
            lengths.add(length);
        }
        return lengths;
    }

    private static int best(double rejection, double step, IntToDoubleFunction pass) {
        int best = 0;
        double most = 0;
        for (int length = 0; length <= 15; length++) {
            double speed = AdaptiveBlocks.tokens(length, rejection) / (length * step + pass.applyAsDouble(length + 1));
            if (speed > most) {
                most = speed;
                best = length;
            }
        }
        return best;
    }

    private static double usual(List<Integer> lengths) {
        return lengths.subList(lengths.size() - 100, lengths.size()).stream().sorted().toList().get(50);
    }

    @Test
    void expectedTokensAreTheGeometricSum() {
        assertThat(AdaptiveBlocks.tokens(5, .2)).isEqualTo(1 + .8 + .64 + .512 + .4096 + .32768,
                org.assertj.core.api.Assertions.within(1e-12));
        assertThat(AdaptiveBlocks.tokens(7, 0)).isEqualTo(8);
        assertThat(AdaptiveBlocks.tokens(7, 1)).isEqualTo(1);
    }

    @Test
    void longBlocksAreChosenWhereDraftsStandAndPassesAreCheap() {
        assertThat(best(.02, 50, CHEAP)).isGreaterThan(10);
        assertThat(usual(decode(blocks.answer(), 400, .02, 50, CHEAP))).isGreaterThan(9);
    }

    @Test
    void shortBlocksAreChosenWhereDraftsFall() {
        int best = best(.5, 200, CHEAP);
        assertThat(best).isBetween(1, 4);
        assertThat(usual(decode(blocks.answer(), 400, .5, 200, CHEAP))).isBetween(best - 1.0, best + 1.0);
    }

    @Test
    void draftingStopsWhereItIsALossAndIsTriedNowAndThen() {
        assertThat(best(.2, 50, STEEP)).isZero();
        List<Integer> lengths = decode(blocks.answer(), 2000, .2, 50, STEEP);
        assertThat(usual(lengths)).isZero();
        long tried = lengths.subList(1000, 2000).stream().filter(length -> length > 0).count();
        assertThat(tried).isBetween(8L, 30L);
    }

    @Test
    void draftingStartsAgainWhenTheLoadHasGone() {
        assertThat(usual(decode(blocks.answer(), 600, .05, 50, STEEP))).isZero();
        assertThat(usual(decode(blocks.answer(), 3000, .05, 50, CHEAP))).isGreaterThan(5);
    }

    @Test
    void whatWasMeasuredOnAColdMachineIsForgotten() {
        decode(blocks.answer(), 40, .05, 50_000, tokens -> tokens == 1 ? 1_000 : 50_000 * tokens);
        assertThat(usual(decode(blocks.answer(), 1500, .05, 50, CHEAP))).isGreaterThan(5);
    }

    @Test
    void anAnswerWhoseDraftsFallHasShorterBlocksThanTheOthers() {
        decode(blocks.answer(), 400, .02, 50, CHEAP);
        double hard = usual(decode(blocks.answer(), 150, .7, 50, CHEAP));
        double easy = usual(decode(blocks.answer(), 150, .02, 50, CHEAP));
        assertThat(hard).isLessThan(easy - 3);
    }

    @Test
    void everyLengthIsWithinTheRange() {
        for (double rejection : new double[] {0, .1, .9, 1}) {
            assertThat(decode(new AdaptiveBlocks(() -> 0).answer(), 300, rejection, 0, CHEAP))
                    .allSatisfy(length -> assertThat(length).isBetween(0, CascadeOptions.LONGEST_BLOCK));
        }
    }
}
