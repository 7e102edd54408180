package dev.drover.inference.token;

import dev.drover.inference.Sampling;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Penalties and biases as OpenAI defines them. */
class AdjustmentTest {

    private static final int[] TOKENS = {3, 3, 0, 1, 1, 1, 2};

    private static Sampling sampling(Double frequency, Double presence, Map<String, Double> bias) {
        return new Sampling(null, null, null, null, null, frequency, presence, bias);
    }

    private static float[] after(Adjustment adjustment, int from, int to) {
        Logits logits = new Logits(new float[] {9, 9, 9, 9, 1, 2, 3, 4}, 2, 4);
        return new AdjustedLogits(adjustment, 4).after(logits, 1, TOKENS, from, to).row(0);
    }

    @Test
    void eachTimeCountsForFrequencyAndOnceForPresence() {
        assertThat(after(new Adjustment(.5, 0, Map.of()), 2, 6)).containsExactly(.5f, .5f, 3, 4);
        assertThat(after(new Adjustment(0, .5, Map.of()), 2, 6)).containsExactly(.5f, 1.5f, 3, 4);
        assertThat(after(new Adjustment(.5, 1, Map.of()), 2, 7)).containsExactly(-.5f, -.5f, 1.5f, 4);
        assertThat(after(new Adjustment(-1, 0, Map.of()), 2, 6)).containsExactly(2, 5, 3, 4);
    }

    @Test
    void thePromptDoesNotCount() {
        assertThat(after(new Adjustment(2, 2, Map.of()), 2, 2)).containsExactly(1, 2, 3, 4);
    }

    @Test
    void aBiasIsAddedWhateverWasSaid() {
        assertThat(after(new Adjustment(0, 0, Map.of(0, -100.0, 3, 2.5)), 2, 4)).containsExactly(-99, 2, 3, 6.5f);
    }

    @Test
    void whatWasTakenBackLeavesNoTrace() {
        AdjustedLogits adjusted = new AdjustedLogits(new Adjustment(.5, .25, Map.of()), 4);
        Logits logits = new Logits(new float[4], 1, 4);
        adjusted.after(logits, 0, new int[] {0, 1, 1, 1}, 0, 4);
        assertThat(adjusted.after(logits, 0, new int[] {0, 2}, 0, 2).row(0)).containsExactly(-.75f, 0, -.75f, 0);
        assertThat(logits.values()).as("the model's own row").containsExactly(0, 0, 0, 0);
    }

    @Test
    void aRequestsFieldsAreReadAndCheckedByName() {
        assertThat(Adjustment.of(Sampling.UNSET).none()).isTrue();
        assertThat(Adjustment.of(sampling(0.0, null, Map.of())).none()).isTrue();
        assertThat(Adjustment.of(sampling(.5, -1.0, Map.of("17", 3.0))))
                .isEqualTo(new Adjustment(.5, -1, Map.of(17, 3.0)));
        assertThatIllegalArgumentException().isThrownBy(() -> Adjustment.of(sampling(3.0, null, Map.of())))
                .withMessage("frequency_penalty: 3.0 (expected: -2 to 2)");
        assertThatIllegalArgumentException().isThrownBy(() -> Adjustment.of(sampling(null, Double.NaN, Map.of())))
                .withMessage("presence_penalty: NaN (expected: -2 to 2)");
        assertThatIllegalArgumentException().isThrownBy(() -> Adjustment.of(sampling(null, null, Map.of("a", 1.0))))
                .withMessage("logit_bias: a (expected: tokens by their numbers, from 0 on)");
        assertThatIllegalArgumentException().isThrownBy(() -> Adjustment.of(sampling(null, null, Map.of("1", 101.0))))
                .withMessage("logit_bias: 1: 101.0 (expected: -100 to 100)");
    }

    @Test
    void theModelsOwnTokensAloneCanBeBiased() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AdjustedLogits(new Adjustment(0, 0, Map.of(4, 1.0)), 4))
                .withMessage("logit_bias: 4 (expected: tokens below 4, the model's number of tokens)");
    }
}
