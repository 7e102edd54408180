package dev.drover.inference.token;

import dev.drover.inference.Sampling;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Penalties and biases as OpenAI defines them. */
class PenaltiesTest {

    private static final int[] TOKENS = {3, 3, 0, 1, 1, 1, 2};

    private static Sampling sampling(Double frequency, Double presence, Map<String, Double> bias) {
        return new Sampling(null, null, null, null, null, frequency, presence, bias);
    }

    /** The row after the tokens up to a place, of an answer that begins at another. */
    private static float[] after(Penalties penalties, int from, int to) {
        try (TokenSequence sequence = penalties.around(new Steady(1, 2, 3, 4), from)) {
            return sequence.extend(Arrays.copyOf(TOKENS, to), 1).row(0);
        }
    }

    @Test
    void eachTimeCountsForFrequencyAndOnceForPresence() {
        assertThat(after(new Penalties(.5, 0, Map.of()), 2, 6)).containsExactly(.5f, .5f, 3, 4);
        assertThat(after(new Penalties(0, .5, Map.of()), 2, 6)).containsExactly(.5f, 1.5f, 3, 4);
        assertThat(after(new Penalties(.5, 1, Map.of()), 2, 7)).containsExactly(-.5f, -.5f, 1.5f, 4);
        assertThat(after(new Penalties(-1, 0, Map.of()), 2, 6)).containsExactly(2, 5, 3, 4);
    }

    @Test
    void thePromptDoesNotCount() {
        assertThat(after(new Penalties(2, 2, Map.of()), 2, 2)).containsExactly(1, 2, 3, 4);
    }

    @Test
    void aBiasIsAddedWhateverWasSaid() {
        assertThat(after(new Penalties(0, 0, Map.of(0, -100.0, 3, 2.5)), 2, 4)).containsExactly(-99, 2, 3, 6.5f);
    }

    @Test
    void whatWasTakenBackLeavesNoTrace() {
        Steady model = new Steady(0, 0, 0, 0);
        try (TokenSequence sequence = new Penalties(.5, .25, Map.of()).around(model, 1)) {
            sequence.extend(new int[] {3, 0, 1, 1, 1}, 1);
            sequence.truncate(2);
            TokenSequence fork = sequence.fork();
            assertThat(sequence.extend(new int[] {2}, 1).row(0)).containsExactly(-.75f, 0, -.75f, 0);
            assertThat(fork.extend(new int[] {0}, 1).row(0)).containsExactly(-1.25f, 0, 0, 0);
            assertThat(model.values).as("the model's own row").containsExactly(0, 0, 0, 0);
        }
    }

    @Test
    void eachRowCountsWhatStandsBeforeIt() {
        try (TokenSequence sequence = new Penalties(1, 0, Map.of()).around(new Steady(0, 0, 0, 0), 2)) {
            Logits rows = sequence.extend(new int[] {3, 3, 0, 0, 1}, 5);
            assertThat(rows.row(0)).as("within the prompt").containsExactly(0, 0, 0, 0);
            assertThat(rows.row(1)).containsExactly(0, 0, 0, 0);
            assertThat(rows.row(2)).containsExactly(-1, 0, 0, 0);
            assertThat(rows.row(3)).containsExactly(-2, 0, 0, 0);
            assertThat(rows.row(4)).containsExactly(-2, -1, 0, 0);
        }
    }

    @Test
    void nothingStandsBetweenWhereNothingIsWanted() {
        Steady model = new Steady(0, 0);
        assertThat(Penalties.NONE.around(model, 1)).isSameAs(model);
    }

    @Test
    void aRequestsFieldsAreReadAndCheckedByName() {
        assertThat(Penalties.of(Sampling.UNSET).none()).isTrue();
        assertThat(Penalties.of(sampling(0.0, null, Map.of())).none()).isTrue();
        assertThat(Penalties.of(sampling(.5, -1.0, Map.of("17", 3.0))))
                .isEqualTo(new Penalties(.5, -1, Map.of(17, 3.0)));
        assertThatIllegalArgumentException().isThrownBy(() -> Penalties.of(sampling(3.0, null, Map.of())))
                .withMessage("frequency_penalty: 3.0 (expected: -2 to 2)");
        assertThatIllegalArgumentException().isThrownBy(() -> Penalties.of(sampling(null, Double.NaN, Map.of())))
                .withMessage("presence_penalty: NaN (expected: -2 to 2)");
        assertThatIllegalArgumentException().isThrownBy(() -> Penalties.of(sampling(null, null, Map.of("a", 1.0))))
                .withMessage("logit_bias: a (expected: tokens by their numbers, from 0 on)");
        assertThatIllegalArgumentException().isThrownBy(() -> Penalties.of(sampling(null, null, Map.of("1", 101.0))))
                .withMessage("logit_bias: 1: 101.0 (expected: -100 to 100)");
    }

    @Test
    void theModelsOwnTokensAloneCanBeBiased() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Penalties(0, 0, Map.of(4, 1.0)).check(4))
                .withMessage("logit_bias: 4 (expected: tokens below 4, the model's number of tokens)");
    }

    /** A model that always says the same. */
    private static final class Steady implements TokenSequence {

        private final float[] values;
        private int length;

        Steady(float... values) {
            this.values = values;
        }

        @Override
        public int length() {
            return length;
        }

        @Override
        public Logits extend(int[] tokens, int positions) {
            length += tokens.length;
            float[] rows = new float[positions * values.length];
            for (int row = 0; row < positions; row++) {
                System.arraycopy(values, 0, rows, row * values.length, values.length);
            }
            return new Logits(rows, positions, values.length);
        }

        @Override
        public void truncate(int to) {
            length = to;
        }

        @Override
        public TokenSequence fork() {
            Steady fork = new Steady(values);
            fork.length = length;
            return fork;
        }

        @Override
        public void close() {
            // nothing is held
        }
    }
}
