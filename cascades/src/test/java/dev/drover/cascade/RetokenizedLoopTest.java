package dev.drover.cascade;

import dev.drover.cascade.drafter.ModelDrafter;
import dev.drover.cascade.drafter.RetokenizingDrafter;
import dev.drover.cascade.rule.BuiltInRules;
import dev.drover.inference.ChatRequest;
import dev.drover.inference.decode.TokenSource;
import dev.drover.inference.token.Shaping;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** A drafter whose tokens are other pieces of text than those of the model it drafts for. */
class RetokenizedLoopTest {

    private static final String PROMPT = "cb";
    private static final String[] LARGE_TOKENS = {"a", "b", "c", "", "ab", "cc"};
    private static final String[] SMALL_TOKENS = {"a", "b", "c", "bc", "ca", "aab", ""};

    private final TableModel large = TableModel.spelled("large", 2, 41, LARGE_TOKENS);
    private final TableModel small = TableModel.spelled("small", 2, 42, SMALL_TOKENS);

    private static List<Integer> answer(SpeculativeDecoding decoding, TableModel verifier, int room, Shaping shaping,
            RandomGenerator random) {
        try (TokenSource source = decoding.start(verifier.vocabulary().encode(PROMPT), room, shaping, random)) {
            return Reference.drain(source, room, verifier);
        }
    }

    private SpeculativeDecoding lossless(int gamma) {
        return new SpeculativeDecoding(ModelDrafter.of(small, large), large,
                CascadeOptions.of("lossless", null, gamma));
    }

    @Test
    void atTemperatureZeroTheAnswerIsTheLargeModelsOwnTokenForToken() {
        for (int seed = 0; seed < 60; seed++) {
            TableModel verifier = TableModel.spelled("large", 2, 100 + seed, LARGE_TOKENS);
            TableModel drafter = TableModel.spelled("small", 2, 200 + seed, SMALL_TOKENS);
            int[] prompt = verifier.vocabulary().encode(PROMPT);
            List<Integer> own = new Reference(verifier, verifier, BuiltInRules.named("lossless").at(0), Shaping.GREEDY)
                    .greedy(prompt, 40);
            SpeculativeDecoding decoding = new SpeculativeDecoding(new RetokenizingDrafter(drafter), verifier,
                    CascadeOptions.of("lossless", null, 1 + seed % 7));
            assertThat(answer(decoding, verifier, 40, Shaping.GREEDY, new SplittableRandom(seed))).as("seed %s", seed)
                    .isEqualTo(own);
        }
    }

    @Test
    void aboveItTheLawIsTheLargeModels() {
        RandomGenerator random = new SplittableRandom(43);
        Map<String, Double> law = new Reference(large, large, BuiltInRules.named("lossless").at(0), Shaping.NONE)
                .law(large.vocabulary().encode(PROMPT), 4);
        for (int gamma : new int[] {1, 4}) {
            SpeculativeDecoding decoding = lossless(gamma);
            assertThat(ChiSquare.deviation(law, 8_000,
                    () -> Reference.letters(answer(decoding, large, 4, Shaping.NONE, random)))).isLessThan(4);
        }
    }

    @Test
    void textThatBothWouldSayIsKept() {
        TableModel counting = TableModel.spelled("large", 0, 1, "a", "b", "c", "");
        for (int last = 0; last < 3; last++) {
            for (int before = 0; before < 4; before++) {
                counting.logits(new int[] {before, last}, 2)[(last + 1) % 3] = 9;
            }
        }
        TableModel pairs = TableModel.spelled("small", 0, 2, "abc", "", "a", "b", "c");
        for (int before = 0; before < 5; before++) {
            for (int last : new int[] {0, 2, 3, 4}) {
                pairs.logits(new int[] {before, last}, 2)[List.of(0, 1, 3, 4, 2).get(last)] = 9;
            }
        }
        SpeculativeDecoding decoding = new SpeculativeDecoding(ModelDrafter.of(pairs, counting), counting,
                CascadeOptions.of("lossless", null, 5));
        try (TokenSource source = decoding.start(counting.vocabulary().encode(PROMPT), 60, Shaping.GREEDY,
                new SplittableRandom(1))) {
            Reference.drain(source, 60, counting);
            assertThat(Reference.count(source, "kept")).isGreaterThan(40);
            assertThat(Reference.count(source, "rejected")).isZero();
            assertThat(counting.calls).hasSizeLessThan(15);
        }
        assertThat(pairs.closed).hasValue(1);
    }

    @Test
    void theDrafterReadsTheConversationInItsOwnTokens() {
        TableModel endless = TableModel.spelled("large", 2, 41, "a", "b", "c", "ab");
        SpeculativeDecoding decoding = new SpeculativeDecoding(ModelDrafter.of(small, endless), endless,
                CascadeOptions.of("lossless", null, 3));
        answer((SpeculativeDecoding) decoding.about(ChatRequest.of("pair", "aabca")), endless, 10, Shaping.GREEDY,
                new SplittableRandom(1));
        assertThat(small.calls.getFirst()).as("aab, ca").containsExactly(5, 4);
        small.calls.clear();
        answer(decoding, endless, 10, Shaping.GREEDY, new SplittableRandom(1));
        assertThat(small.calls.getFirst()).as("the large model's prompt as text: c, b").containsExactly(2, 1);
    }

    @Test
    void rulesThatAskHowSureTheDrafterIsAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(
                () -> new SpeculativeDecoding(ModelDrafter.of(small, large), large, CascadeOptions.of("diff", 0.1, 3)))
                .withMessageContaining("asks how sure the drafter is, and small always is");
    }
}
