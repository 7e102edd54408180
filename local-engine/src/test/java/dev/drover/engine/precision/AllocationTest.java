package dev.drover.engine.precision;

import dev.drover.engine.format.BlockFormats;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Bytes are spent where they help most. */
class AllocationTest {

    private static Storage storage(long bytes, double loss) {
        return new Storage(BlockFormats.F32, bytes, loss);
    }

    @Test
    void bytesGoWhereTheyHelpMost() {
        List<List<Storage>> tensors = List.of(List.of(storage(10, 1), storage(20, 0.9)),
                List.of(storage(10, 5), storage(20, 1)));
        Allocation allocation = Allocation.of(tensors, 30);
        assertThat(allocation.chosen()).extracting(Storage::bytes).containsExactly(10L, 20L);
        assertThat(allocation.loss()).isEqualTo(2);
        assertThat(allocation.bytes()).isEqualTo(30);
    }

    @Test
    void whatIsLargerAndLosesMoreIsNeverChosen() {
        List<List<Storage>> tensors = List.of(List.of(storage(30, 3), storage(10, 1), storage(40, 0)));
        assertThat(Allocation.of(tensors, 35).chosen()).extracting(Storage::bytes).containsExactly(10L);
        assertThat(Allocation.of(tensors, 40).chosen()).extracting(Storage::bytes).containsExactly(40L);
    }

    @Test
    void aSizeThatNothingFitsIsRefusedWithTheLeast() {
        List<List<Storage>> tensors = List.of(List.of(storage(10, 1)), List.of(storage(7, 1)));
        assertThat(Allocation.of(tensors, 17).bytes()).isEqualTo(17);
        assertThatThrownBy(() -> Allocation.of(tensors, 16)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("16 bytes")
                .hasMessageContaining("at least 17");
    }

    @RepeatedTest(60)
    void itLosesAsLittleAsTheBestOfAllChoices(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        List<List<Storage>> tensors = new ArrayList<>();
        for (int tensor = 0; tensor < 5; tensor++) {
            List<Storage> storages = new ArrayList<>();
            for (int i = 0; i < 1 + random.nextInt(4); i++) {
                storages.add(storage(1 + random.nextInt(40), random.nextInt(100)));
            }
            tensors.add(storages);
        }
        long least = tensors.stream()
                .mapToLong(each -> each.stream().mapToLong(Storage::bytes).min().orElseThrow())
                .sum();
        long budget = least + random.nextInt(80);
        Allocation allocation = Allocation.of(tensors, budget);
        assertThat(allocation.bytes()).isLessThanOrEqualTo(budget)
                .isEqualTo(allocation.chosen().stream().mapToLong(Storage::bytes).sum());
        for (int tensor = 0; tensor < 5; tensor++) {
            assertThat(tensors.get(tensor)).contains(allocation.chosen().get(tensor));
        }
        double best = best(tensors, 0, budget);
        assertThat(allocation.loss()).isEqualTo(best);
        assertThat(allocation.bound()).isLessThanOrEqualTo(best + 1e-9);
    }

    private static double best(List<List<Storage>> tensors, int from, long budget) {
        if (from == tensors.size()) {
            return 0;
        }
        double best = Double.POSITIVE_INFINITY;
        for (Storage storage : tensors.get(from)) {
            if (storage.bytes() <= budget) {
                best = Math.min(best, storage.loss() + best(tensors, from + 1, budget - storage.bytes()));
            }
        }
        return best;
    }

    @Test
    void roundingNeverExceedsTheSizeAndStaysNearTheBound() {
        Random random = new Random(5);
        List<List<Storage>> tensors = new ArrayList<>();
        long weightsOfAll = 0;
        for (int tensor = 0; tensor < 150; tensor++) {
            long weights = (1 + random.nextInt(30)) * 1_048_576L;
            double scale = weights * Math.exp(2 * random.nextGaussian()) * 1e-9;
            weightsOfAll += weights;
            List<Storage> storages = new ArrayList<>();
            for (double bits : new double[] {2.625, 3.4375, 4.5, 5.5, 6.5625, 8.5}) {
                storages.add(storage((long) (weights * bits / 8), scale * Math.pow(4, -bits)));
            }
            tensors.add(storages);
        }
        long budget = weightsOfAll * 9 / 16;
        Allocation allocation = Allocation.of(tensors, budget);
        assertThat(allocation.bytes()).isBetween(budget - budget / 500, budget);
        assertThat(allocation.loss()).isBetween(allocation.bound(), 1.02 * allocation.bound());
    }
}
