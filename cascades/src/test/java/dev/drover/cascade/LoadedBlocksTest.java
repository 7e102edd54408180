package dev.drover.cascade;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Block lengths of many answers at once, on machines whose best length is known by trying all. */
class LoadedBlocksTest {

    private static List<BlockLength> adaptive(AdaptiveBlocks blocks, int answers) {
        return Stream.generate(blocks::answer).limit(answers).toList();
    }

    private static double bestFixed(int answers, double pass, double row, double step, double rejection) {
        return IntStream.rangeClosed(0, CascadeOptions.LONGEST_BLOCK)
                .mapToDouble(length -> new SharedPasses(pass, row, step, rejection, 1)
                        .decode(Stream.generate(() -> BlockLength.fixed(length)).limit(answers).toList(), 400))
                .max()
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({"1, .85", "2, .7", "8, .7"})
    void onAnyMachineTheyComeNearTheBestFixedLength(int answers, double share) {
        SplittableRandom random = new SplittableRandom(91);
        double sum = 0;
        for (int machine = 0; machine < 20; machine++) {
            double row = Math.exp(random.nextDouble(Math.log(5), Math.log(2_000)));
            double step = Math.exp(random.nextDouble(Math.log(20), Math.log(1_000)));
            double rejection = random.nextDouble(.02, .6);
            SharedPasses shared = new SharedPasses(1_000, row, step, rejection, machine);
            AdaptiveBlocks blocks = new AdaptiveBlocks(() -> 0);
            shared.decode(adaptive(blocks, answers), 400);
            double reached = shared.decode(adaptive(blocks, answers), 1_500)
                    / bestFixed(answers, 1_000, row, step, rejection);
            assertThat(reached).as("%s answers, row %.0f, step %.0f, rejection %.2f", answers, row, step, rejection)
                    .isGreaterThan(share);
            sum += reached;
        }
        assertThat(sum / 20).as("in the mean").isGreaterThan(.87);
    }

    @Test
    void draftsThatOnlyLookFreeAreNoticedUnderLoad() {
        SharedPasses shared = new SharedPasses(1_000, 800, 50, .5, 92);
        AdaptiveBlocks blocks = new AdaptiveBlocks(() -> 0);
        shared.decode(adaptive(blocks, 8), 300);
        long plain = shared.plain;
        long all = shared.blocks;
        double speed = shared.decode(adaptive(blocks, 8), 1_000);
        assertThat((shared.plain - plain) / (double) (shared.blocks - all)).as("blocks without a draft")
                .isGreaterThan(.8);
        assertThat(speed).isGreaterThan(.92 * bestFixed(8, 1_000, 800, 50, .5));
    }

    @Test
    void draftingComesBackAtOnceWhenTheLoadFallsAndGoesWhenItComes() {
        SharedPasses shared = new SharedPasses(1_000, 150, 20, .15, 93);
        AdaptiveBlocks blocks = new AdaptiveBlocks(() -> 0);
        double alone = bestFixed(1, 1_000, 150, 20, .15);
        double crowded = bestFixed(32, 1_000, 150, 20, .15);
        shared.decode(adaptive(blocks, 1), 600);
        shared.decode(adaptive(blocks, 32), 300);
        for (int turn = 0; turn < 3; turn++) {
            assertThat(shared.decode(adaptive(blocks, 1), 150)).isGreaterThan(.8 * alone);
            assertThat(shared.decode(adaptive(blocks, 32), 150)).isGreaterThan(.85 * crowded);
        }
    }

    @Test
    void anAnswerThatEndsInTheMidstOfABlockIsNoLoadAnyMore() {
        AdaptiveBlocks blocks = new AdaptiveBlocks(() -> 0);
        for (int i = 0; i < 200; i++) {
            BlockLength cancelled = blocks.answer();
            cancelled.next();
            cancelled.close();
            cancelled.close();
        }
        SharedPasses shared = new SharedPasses(1_000, 20, 20, .05, 94);
        shared.decode(adaptive(blocks, 1), 400);
        assertThat(shared.decode(adaptive(blocks, 1), 400)).isGreaterThan(.88 * bestFixed(1, 1_000, 20, 20, .05));
    }
}
