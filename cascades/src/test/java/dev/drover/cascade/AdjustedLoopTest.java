package dev.drover.cascade;

import dev.drover.cascade.rule.BuiltInRules;
import dev.drover.cascade.rule.DeferralRule;
import dev.drover.inference.decode.TokenSource;
import dev.drover.inference.token.Penalties;
import dev.drover.inference.token.Shaping;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Penalties and biases reach both models, and what was drafted in vain is not counted. */
class AdjustedLoopTest {

    private static final Penalties PENALTIES = new Penalties(.6, .5, Map.of(1, -.7, 2, .4));
    private static final int[] PROMPT = {1, 1};

    static List<DeferralRule> rules() {
        return BuiltInRules.all();
    }

    private static CascadeOptions options(DeferralRule rule, int gamma) {
        return CascadeOptions.of(rule.name(), rule.name().equals("lossless") ? 0 : .3, gamma);
    }

    private static Reference reference(TableModel drafter, TableModel verifier, DeferralRule rule, Shaping shaping) {
        return new Reference(tokens -> drafter.logits(tokens, tokens.length), verifier, options(rule, 1).deferral(),
                shaping, PENALTIES, PROMPT.length);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void firstChoicesAreThoseOfTheDefinition(DeferralRule rule) {
        Shaping greedy = Shaping.GREEDY;
        for (int seed = 0; seed < 40; seed++) {
            TableModel verifier = TableModel.random("large", 5, TableModel.NO_END, 1.5, seed);
            TableModel drafter = verifier.near("small", 1, seed + 3000);
            List<Integer> expected = reference(drafter, verifier, rule, greedy).greedy(PROMPT, 24);
            for (int gamma : new int[] {1, 4}) {
                try (TokenSource source = new SpeculativeDecoding(drafter, verifier, options(rule, gamma)).start(PROMPT,
                        24, greedy, PENALTIES, new SplittableRandom(seed))) {
                    assertThat(Reference.drain(source, 24, verifier)).as("seed %s, block %s", seed, gamma)
                            .isEqualTo(expected);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("rules")
    void theLawIsTheTargetsOfBothModelsAdjusted(DeferralRule rule) {
        TableModel verifier = TableModel.random("large", 4, 3, 1.2, 71);
        TableModel drafter = verifier.near("small", 1, 72);
        RandomGenerator random = new SplittableRandom(73);
        for (Shaping shaping : List.of(Shaping.NONE, new Shaping(.8, 3, 1, 0))) {
            Map<String, Double> law = reference(drafter, verifier, rule, shaping).law(PROMPT, 4);
            assertThat(ChiSquare.deviation(law, 5_000, () -> {
                try (TokenSource source = new SpeculativeDecoding(drafter, verifier, options(rule, 3)).start(PROMPT, 4,
                        shaping, PENALTIES, random)) {
                    return Reference.letters(Reference.drain(source, 4, verifier));
                }
            })).as("%s, %s", rule.name(), shaping).isLessThan(4);
        }
    }

    @Test
    void aLargePenaltyNeverLetsATokenComeBack() {
        TableModel verifier = TableModel.constant("large", TableModel.NO_END, 1, .9f, .8f, .7f, .6f, .5f);
        Penalties once = new Penalties(0, 2, Map.of());
        try (TokenSource source = new SpeculativeDecoding(verifier, verifier, CascadeOptions.of("lossless", null, 4))
                .start(PROMPT, 6, Shaping.GREEDY, once, new SplittableRandom(1))) {
            assertThat(Reference.drain(source, 6, verifier)).containsExactly(0, 1, 2, 3, 4, 5);
        }
    }
}
