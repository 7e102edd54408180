package dev.drover.cascade;

import dev.drover.inference.InferenceFailure;
import dev.drover.inference.decode.TokenSource;
import dev.drover.inference.token.Shaping;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What the loop asks of its two models, block by block, at temperature 0. Token 0 leads to 1, 1 to 2 and so on. */
class SpeculativeLoopTest {

    private static final float[][] CHAIN = {{0, 9, 1, 0}, {0, 0, 9, 1}, {9, 0, 0, 1}, {9, 0, 0, 0}};

    private final TableModel verifier = chain("large", TableModel.NO_END);
    private final TableModel drafter = chain("small", TableModel.NO_END);

    private static TableModel chain(String name, int end) {
        return TableModel.following(name, end, CHAIN);
    }

    private static TokenSource start(TableModel drafter, TableModel verifier, CascadeOptions options, int room) {
        return new SpeculativeDecoding(drafter, verifier, options).start(new int[] {3, 0}, room, Shaping.GREEDY,
                new SplittableRandom(1));
    }

    @AfterEach
    void allSequencesAreClosed() {
        assertThat(verifier.closed).hasValue(verifier.opened.get());
        assertThat(drafter.closed).hasValue(drafter.opened.get());
    }

    @Test
    void thePromptsPassGivesTheFirstTokenWithoutADraft() {
        try (TokenSource source = start(drafter, verifier, CascadeOptions.of("lossless", null, 3), 20)) {
            assertThat(source.next(20)).containsExactly(1);
            assertThat(verifier.calls).containsExactly(new int[] {3, 0});
            assertThat(drafter.calls).isEmpty();
        }
    }

    @Test
    void eachModelGetsWhatItHasNotSeenInOnePiece() {
        try (TokenSource source = start(drafter, verifier, CascadeOptions.of("lossless", null, 3), 20)) {
            source.next(20);
            assertThat(source.next(19)).containsExactly(2, 0, 1, 2);
            assertThat(drafter.calls).containsExactly(new int[] {3, 0, 1}, new int[] {2}, new int[] {0});
            assertThat(verifier.calls.getLast()).containsExactly(1, 2, 0, 1);
            drafter.calls.clear();
            assertThat(source.next(15)).containsExactly(0, 1, 2, 0);
            assertThat(drafter.calls).containsExactly(new int[] {1, 2}, new int[] {0}, new int[] {1});
            assertThat(verifier.calls.getLast()).containsExactly(2, 0, 1, 2);
        }
    }

    @Test
    void theTokenAfterABlockIsDraftedOnlyWhereTheRuleHasToSeeTheDraft() {
        CascadeOptions diff = CascadeOptions.of("diff", 0.5, 2);
        try (TokenSource source = start(drafter, verifier, diff, 20)) {
            assertThat(source.next(20)).containsExactly(1);
            assertThat(drafter.calls).as("the first token is drafted too").hasSize(1);
            assertThat(source.next(19)).containsExactly(2, 0, 1);
            assertThat(drafter.calls).hasSize(4);
            assertThat(source.facts()).containsEntry("drafted", 4)
                    .containsEntry("kept", 4)
                    .containsEntry("deferred", 0);
        }
        drafter.calls.clear();
        CascadeOptions token = CascadeOptions.of("token-v3", 0.5, 2);
        try (TokenSource source = start(drafter, verifier, token, 20)) {
            source.next(20);
            assertThat(source.next(19)).containsExactly(2, 0, 1);
            assertThat(drafter.calls).as("the large model's first choice has no rival").hasSize(2);
            assertThat(source.facts()).containsEntry("drafted", 2)
                    .containsEntry("kept", 2)
                    .containsEntry("deferred", 2);
        }
    }

    @Test
    void nothingIsDraftedForTheTokenAfterARejectedBlock() {
        float[][] wrong = {{0, 9, 1, 0}, {0, 0, 9, 1}, {0, 9, 0, 1}, {9, 0, 0, 0}};
        TableModel mistaken = TableModel.following("small", TableModel.NO_END, wrong);
        try (TokenSource source = start(mistaken, verifier, CascadeOptions.of("diff", -0.5, 3), 20)) {
            source.next(20);
            mistaken.calls.clear();
            assertThat(source.next(19)).as("2 stands, then 0 for the 1 that was drafted").containsExactly(2, 0);
            assertThat(mistaken.calls).hasSize(3);
            assertThat(source.facts()).containsEntry("rejected", 1).containsEntry("deferred", 1);
        }
    }

    @Test
    void factsCountWhatHappened() {
        TableModel wild = drafter.near("wild", 8, 5);
        CascadeOptions options = CascadeOptions.of("tokenv3", 0.3, 4);
        try (TokenSource source = start(wild, verifier, options, 60)) {
            int emitted = Reference.drain(source, 60, verifier).size();
            assertThat(source.facts()).containsEntry("rule", "token-v3")
                    .containsEntry("leniency", 0.3)
                    .containsEntry("blockLength", 4)
                    .containsEntry("largeCalls", verifier.calls.size())
                    .containsEntry("smallCalls", wild.calls.size());
            int kept = Reference.count(source, "kept");
            assertThat(kept + Reference.count(source, "deferred")).isEqualTo(emitted);
            assertThat(Reference.count(source, "drafted")).isEqualTo(wild.calls.size()).isGreaterThan(kept);
            assertThat(Reference.count(source, "rejected")).isPositive();
        }
    }

    @Test
    void draftingStopsAtATokenThatEndsTheAnswer() {
        TableModel large = chain("large", 2);
        TableModel small = chain("small", 2);
        try (TokenSource source = start(small, large, CascadeOptions.of("token-v3", 0.5, 9), 20)) {
            assertThat(source.next(20)).containsExactly(1);
            assertThat(source.next(19)).as("ends at the accepted end, without a token after it").containsExactly(2);
            assertThat(small.calls).hasSize(1);
            assertThat(large.calls.getLast()).as("the end itself need not be scored").containsExactly(1);
            assertThat(source.next(18)).as("who asks on gets what follows").startsWith(0);
        }
    }

    @Test
    void aRejectedEndOfTheAnswerIsReplacedAndDecodingGoesOn() {
        float[][] hasty = {{0, 9, 1, 0}, {0, 0, 0, 9}, {9, 0, 0, 1}, {9, 0, 0, 0}};
        TableModel small = TableModel.following("small", 3, hasty);
        TableModel large = chain("large", 3);
        try (TokenSource source = start(small, large, CascadeOptions.of("lossless", null, 5), 20)) {
            assertThat(source.next(20)).containsExactly(1);
            assertThat(source.next(19)).containsExactly(2);
            assertThat(source.next(18)).startsWith(0, 1);
        }
    }

    @Test
    void blocksNeverExceedTheRoom() {
        for (int room = 1; room < 12; room++) {
            try (TokenSource source = start(drafter, verifier, CascadeOptions.of("diff", 1.0, 5), room)) {
                int produced = 0;
                while (produced < room) {
                    int[] tokens = source.next(room - produced);
                    assertThat(tokens.length).isBetween(1, room - produced);
                    produced += tokens.length;
                }
                assertThatThrownBy(() -> source.next(1)).isInstanceOf(IllegalStateException.class);
            }
        }
    }

    @Test
    void anInterruptedPassEndsTheLoopAndBothSequencesAreClosed() {
        for (TableModel model : new TableModel[] {drafter, verifier}) {
            int[] left = {3};
            model.beforeExtend = () -> {
                if (--left[0] == 0) {
                    Thread.currentThread().interrupt();
                }
            };
            assertThatThrownBy(() -> {
                try (TokenSource source = start(drafter, verifier, CascadeOptions.of("diff", 0.1, 3), 40)) {
                    Reference.drain(source, 40, verifier);
                }
            }).isInstanceOf(InferenceFailure.Cancelled.class);
            assertThat(Thread.interrupted()).isTrue();
            model.beforeExtend = () -> {
            };
        }
    }

    @Test
    void whenTheSmallModelCannotBeOpenedTheLargeOneIsClosed() {
        drafter.beforeOpen = () -> {
            throw new InferenceFailure.Unavailable("full", "no memory", null);
        };
        assertThatThrownBy(() -> start(drafter, verifier, CascadeOptions.of("diff", 0.1, 3), 40))
                .isInstanceOf(InferenceFailure.Unavailable.class);
        assertThat(verifier.opened).hasValue(1);
    }

    @Test
    void modelsWithOtherTokensAreRefused() {
        TableModel other = TableModel.random("other", 5, TableModel.NO_END, 1, 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SpeculativeDecoding(other, verifier, CascadeOptions.of("diff", 0.1, 3)))
                .withMessageContaining("drafter: other has the tokens letters-5 (expected: those of verifier large");
    }

    @Test
    void whatDoesNotFitTheContextIsRefused() {
        drafter.context = 10;
        assertThatIllegalArgumentException()
                .isThrownBy(() -> start(drafter, verifier, CascadeOptions.of("diff", 0.1, 3), 9))
                .withMessageContaining("2 and 9 tokens (expected: each at least 1, together at most 10)");
    }
}
