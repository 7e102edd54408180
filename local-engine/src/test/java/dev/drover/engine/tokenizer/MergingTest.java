package dev.drover.engine.tokenizer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Merging by a heap does what looking at all pairs after each merge does, and looks at far fewer. */
class MergingTest {

    private static final int SYMBOLS = 12;

    @Test
    void theMostUrgentPairIsAlwaysMergedFirstAndOfEqualsTheLeftmost() {
        SplittableRandom random = new SplittableRandom(41);
        for (int round = 0; round < 2_000; round++) {
            long[][] table = table(random);
            int[] symbols = random.ints(random.nextInt(40), 0, 3).toArray();
            List<Integer> expected = scanned(symbols, table);
            int[] changed = symbols.clone();
            int[] merged = new Merging(changed, (left, right, after) -> table[changed[left]][changed[right]]).run();
            assertThat(Arrays.stream(merged).boxed().toList()).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 1_000, 30_000, 100_000})
    void theNumberOfPairsLookedAtIsLinearInTheText(int length) {
        SplittableRandom random = new SplittableRandom(43);
        for (int kinds = 1; kinds <= 3; kinds++) {
            int bound = kinds;
            int[] symbols = random.ints(length, 0, bound).toArray();
            long[] looked = new long[1];
            int[] merged = new Merging(symbols, (left, right, after) -> {
                looked[0]++;
                assertThat(right).isGreaterThan(left);
                assertThat(after).isGreaterThan(right).isLessThanOrEqualTo(length);
                return symbols[left] == symbols[right] && symbols[left] < 60
                        ? Merging.pair(symbols[left], symbols[left] + bound)
                        : Merging.NONE;
            }).run();
            assertThat(merged.length).isLessThanOrEqualTo(length);
            assertThat(looked[0]).isLessThanOrEqualTo(3L * length);
        }
    }

    @Test
    void negativePrioritiesComeBeforeOthers() {
        int[] symbols = {0, 1, 2};
        int[] merged = new Merging(symbols,
                (left, right, after) -> symbols[left] == 0 ? Merging.pair(5, 7)
                        : symbols[right] == 2 && symbols[left] == 1 ? Merging.pair(Integer.MIN_VALUE, 8) : Merging.NONE)
                .run();
        assertThat(merged).containsExactly(7);
        int[] others = {0, 1, 2};
        assertThat(new Merging(others, (left, right, after) -> others[left] == 1 ? Merging.pair(-1, 8)
                : others[right] == 1 ? Merging.pair(0, 7) : Merging.NONE).run()).containsExactly(0, 8);
    }

    @Test
    void whatCannotBeMergedStays() {
        assertThat(new Merging(new int[0], (left, right, after) -> Merging.NONE).run()).isEmpty();
        assertThat(new Merging(new int[] {4}, (left, right, after) -> Merging.NONE).run()).containsExactly(4);
        assertThat(new Merging(new int[] {4, 4}, (left, right, after) -> Merging.NONE).run()).containsExactly(4, 4);
    }

    /** Which pairs of symbols are merged, how urgently, and into which. */
    private static long[][] table(SplittableRandom random) {
        long[][] table = new long[SYMBOLS][SYMBOLS];
        for (long[] row : table) {
            Arrays.setAll(row,
                    at -> random.nextInt(3) == 0 ? Merging.pair(random.nextInt(-3, 4), random.nextInt(SYMBOLS))
                            : Merging.NONE);
        }
        return table;
    }

    private static List<Integer> scanned(int[] symbols, long[][] table) {
        List<Integer> parts = new ArrayList<>(Arrays.stream(symbols).boxed().toList());
        while (true) {
            int best = -1;
            for (int at = 0; at + 1 < parts.size(); at++) {
                long found = table[parts.get(at)][parts.get(at + 1)];
                if (found != Merging.NONE && (best < 0
                        || (int) (found >> 32) < (int) (table[parts.get(best)][parts.get(best + 1)] >> 32))) {
                    best = at;
                }
            }
            if (best < 0) {
                return parts;
            }
            parts.set(best, (int) table[parts.get(best)][parts.get(best + 1)]);
            parts.remove(best + 1);
        }
    }
}
