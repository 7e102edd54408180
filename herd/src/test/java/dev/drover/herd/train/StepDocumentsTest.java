package dev.drover.herd.train;

import dev.drover.herd.document.Document;
import dev.drover.herd.document.DocumentSource;
import dev.drover.herd.train.network.MicroBatch;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Which documents a step reads: each once, as many as the plan says, packed into micro-batches that fit. */
class StepDocumentsTest {

    private static TrainingPlan plan(int stepTokens, int steps) {
        return new TrainingPlan(TrainerTest.TINY, 5, (long) stepTokens * steps, stepTokens, 0.01);
    }

    /** A source that remembers what it was asked for. */
    private static final class Asked implements DocumentSource {

        private final List<Long> indices = new ArrayList<>();
        private final List<Double> progress = new ArrayList<>();
        private final int length;

        Asked(int length) {
            this.length = length;
        }

        @Override
        public Document at(long seed, long index, double at) {
            indices.add(index);
            progress.add(at);
            boolean[] learned = new boolean[length];
            learned[length - 1] = true;
            return new Document(new int[length], learned);
        }
    }

    @Test
    void noDocumentIsReadTwiceInARun() {
        Asked source = new Asked(7);
        for (int step = 0; step < 40; step++) {
            StepDocuments.of(plan(600, 40), source, step);
        }
        Set<Long> distinct = new HashSet<>(source.indices);
        assertThat(distinct).hasSameSizeAs(source.indices);
    }

    @Test
    void aStepAsksForTheSameDocumentsWheneverItIsTaken() {
        Asked first = new Asked(7);
        StepDocuments.of(plan(600, 40), first, 17);
        Asked again = new Asked(7);
        StepDocuments.of(plan(600, 40), again, 3);
        again.indices.clear();
        StepDocuments.of(plan(600, 40), again, 17);
        assertThat(again.indices).isEqualTo(first.indices);
    }

    @Test
    void documentsOfEarlyStepsDoNotDependOnTheBudget() {
        Asked brief = new Asked(7);
        StepDocuments.of(plan(600, 40), brief, 5);
        Asked extended = new Asked(7);
        StepDocuments.of(plan(600, 4_000), extended, 5);
        assertThat(extended.indices).isEqualTo(brief.indices);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "10, 0.25", "39, 0.975"})
    void progressIsTheShareOfTheStepsThatAreDone(int step, double progress) {
        Asked source = new Asked(7);
        StepDocuments.of(plan(600, 40), source, step);
        assertThat(source.progress).containsOnly(progress);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 100, 256, 1_000, 1_025})
    void eachShardHasAtLeastItsHalfAndNoMicroBatchIsTooLarge(int length) {
        StepDocuments documents = StepDocuments.of(plan(4_096, 10), new Asked(length), 0);
        assertThat(documents.shards()).hasSize(2).allSatisfy(batches -> {
            assertThat(batches).allMatch(batch -> batch.rows() <= TrainingPlan.MICRO_BATCH_ROWS && batch.rows() > 0);
            int rows = batches.stream().mapToInt(MicroBatch::rows).sum();
            assertThat(rows).isBetween(2_048, 2_048 + length - 2);
        });
        assertThat(documents.rows())
                .isEqualTo(documents.shards().stream().flatMap(List::stream).mapToInt(MicroBatch::rows).sum());
        assertThat(documents.learned()).isEqualTo(documents.rows() / (length - 1));
    }

    @ParameterizedTest
    @CsvSource({"1000, 0", "999, 1000", "0, 1000", "-5, 1000", "1000, -1", "9223372036854775807, 1"})
    void aPlanWithoutAStepOrWithTooManyIsRefused(long budget, int stepTokens) {
        assertThatThrownBy(() -> new TrainingPlan(TrainerTest.TINY, 1, budget, stepTokens, 0.01))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("budget: " + budget + " (expected: 1 to 2147483647 steps of " + stepTokens + " tokens)");
    }

    @Test
    void runsThatMayGoOnFromEachOtherHaveOneIdentity() {
        assertThat(plan(600, 40).identity()).isEqualTo(plan(600, 400).identity())
                .isEqualTo("shape 64,2,4,2,48 of 64, seed 5, 600 tokens a step at rate 0.01");
        assertThat(plan(601, 40).identity()).isNotEqualTo(plan(600, 40).identity());
    }

    @Test
    void documentsWhoseMaskDoesNotFitAreRefused() {
        assertThatThrownBy(() -> new Document(new int[3], new boolean[2]))
                .hasMessageContaining("learned: 2 entries (expected: one a token, 3)");
        assertThatThrownBy(() -> new Document(new int[1], new boolean[1]))
                .hasMessageContaining("tokens: 1 (expected: at least 2)");
    }
}
