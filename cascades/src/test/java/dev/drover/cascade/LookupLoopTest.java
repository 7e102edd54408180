package dev.drover.cascade;

import dev.drover.cascade.drafter.LookupDrafter;
import dev.drover.cascade.rule.BuiltInRules;
import dev.drover.cascade.rule.DeferralRule;
import dev.drover.inference.decode.TokenSource;
import dev.drover.inference.token.Penalties;
import dev.drover.inference.token.SequenceOptions;
import dev.drover.inference.token.Shaping;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** The loop with a drafter that is no model: its distributions are one-hot, or there are none. */
class LookupLoopTest {

    private static final LookupDrafter LOOKUP = new LookupDrafter(2, 1);
    private static final int[] PROMPT = {0, 1, 2, 0, 1};

    private final TableModel verifier = TableModel.random("large", 4, 3, 1.2, 61);

    static List<DeferralRule> rules() {
        return BuiltInRules.all().stream().filter(rule -> !rule.readsConfidence()).toList();
    }

    private static CascadeOptions options(DeferralRule rule, Object blockLength) {
        return CascadeOptions.of(rule.name(),
                Map.of("leniency", rule.name().equals("lossless") ? 0.0 : .4, "blockLength", blockLength));
    }

    private Function<int[], float @Nullable []> small() {
        return tokens -> {
            float[] row = LOOKUP.open(SequenceOptions.capacity(64), 1, verifier).extend(tokens, 1).row(0);
            return IntStream.range(0, row.length).allMatch(token -> row[token] < 0) ? null : row;
        };
    }

    private TokenSource start(CascadeOptions options, int room, Shaping shaping, RandomGenerator random) {
        return new SpeculativeDecoding(LOOKUP, verifier, options).start(PROMPT, room, shaping, random);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void theLawIsTheTargetsWhateverTheBlockLength(DeferralRule rule) {
        RandomGenerator random = new SplittableRandom(62);
        for (Shaping shaping : List.of(Shaping.NONE, new Shaping(.8, 3, 1, 0))) {
            Map<String, Double> law = new Reference(small(), verifier, options(rule, 1).deferral(), shaping,
                    Penalties.NONE, PROMPT.length).law(PROMPT, 4);
            for (Object gamma : new Object[] {1, 4, "adaptive"}) {
                CascadeOptions options = options(rule, gamma);
                assertThat(ChiSquare.deviation(law, 5_000, () -> {
                    try (TokenSource source = start(options, 4, shaping, random)) {
                        return Reference.letters(Reference.drain(source, 4, verifier));
                    }
                })).as("%s, block %s, %s", rule.name(), gamma, shaping).isLessThan(4);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("rules")
    void aStrictCascadeRepeatsTheLargeModelTokenForToken(DeferralRule rule) {
        for (int seed = 0; seed < 60; seed++) {
            TableModel large = TableModel.random("large", 5, TableModel.NO_END, 2, seed);
            List<Integer> alone = new Reference(large, large, rule.at(rule.strict()), Shaping.GREEDY).greedy(PROMPT,
                    30);
            CascadeOptions options = CascadeOptions.of(rule.name(), rule.strict(), 1 + seed % 7);
            try (TokenSource source = new SpeculativeDecoding(LOOKUP, large, options).start(PROMPT, 30, Shaping.GREEDY,
                    new SplittableRandom(seed))) {
                assertThat(Reference.drain(source, 30, large)).isEqualTo(alone);
            }
        }
    }

    @Test
    void anAnswerThatRepeatsItselfTakesAFractionOfThePasses() {
        float[][] round = {{0, 9, 1, 0}, {0, 0, 9, 1}, {9, 0, 0, 1}, {9, 0, 0, 0}};
        TableModel large = TableModel.following("large", TableModel.NO_END, round);
        try (TokenSource source = new SpeculativeDecoding(LOOKUP, large, CascadeOptions.of("lossless", null, 5))
                .start(PROMPT, 61, Shaping.GREEDY, new SplittableRandom(1))) {
            assertThat(Reference.drain(source, 61, large)).hasSize(61).startsWith(2, 0, 1, 2);
            assertThat(Reference.count(source, "largeCalls")).isEqualTo(11);
        }
    }

    @Test
    void rulesThatAskHowSureTheDrafterIsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SpeculativeDecoding(LOOKUP, verifier, CascadeOptions.of("chow", .1, 5)))
                .withMessageStartingWith("rule: chow asks how sure the drafter is, and lookup always is (expected: one "
                        + "of lossless, lossy, token-v2, token-v3");
    }
}
