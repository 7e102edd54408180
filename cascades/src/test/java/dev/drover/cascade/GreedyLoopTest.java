package dev.drover.cascade;

import dev.drover.cascade.rule.BuiltInRules;
import dev.drover.cascade.rule.DeferralRule;
import dev.drover.cascade.rule.Lossless;
import dev.drover.inference.decode.TokenSource;
import dev.drover.inference.token.Shaping;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** At temperature 0 the loop takes short cuts; what it emits must be what the definitions say. */
class GreedyLoopTest {

    private static final int ROOM = 24;
    private static final int[] PROMPT = {1, 0};

    static List<DeferralRule> rules() {
        return BuiltInRules.all();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void aStrictCascadeRepeatsTheLargeModelTokenForToken(DeferralRule rule) {
        for (int seed = 0; seed < 60; seed++) {
            TableModel verifier = TableModel.random("large", 5, seed % 2 == 0 ? 4 : TableModel.NO_END, 2, seed);
            TableModel drafter = verifier.near("small", seed % 5, seed + 1000);
            List<Integer> alone = new Reference(verifier, verifier, new Lossless().at(0), Shaping.GREEDY).greedy(PROMPT,
                    ROOM);
            for (int gamma : new int[] {1, 2, 3, 5, 15}) {
                assertThat(decode(drafter, verifier, rule, rule.strict(), gamma, 0)).isEqualTo(alone);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("rules")
    void anyCascadeEmitsWhatTheGeneralFormsSay(DeferralRule rule) {
        double[] shares = {0, .05, .2, .5, .8, .95};
        for (int seed = 0; seed < 60; seed++) {
            TableModel verifier = TableModel.random("large", 5, seed % 3 == 0 ? 4 : TableModel.NO_END, 1.5, seed);
            TableModel drafter = verifier.near("small", 1 + seed % 3, seed + 2000);
            for (double share : shares) {
                double leniency = rule instanceof Lossless ? 0 : share;
                List<Integer> expected = new Reference(drafter, verifier, rule.at(leniency), Shaping.GREEDY)
                        .greedy(PROMPT, ROOM);
                for (int gamma : new int[] {1, 3, 5}) {
                    assertThat(decode(drafter, verifier, rule, leniency, gamma, 0))
                            .as("%s at %s, block %s, seed %s", rule.name(), leniency, gamma, seed)
                            .isEqualTo(expected);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("rules")
    void theAnswerDoesNotDependOnTheSeed(DeferralRule rule) {
        TableModel verifier = TableModel.random("large", 5, TableModel.NO_END, 1, 3);
        TableModel drafter = verifier.near("small", 1, 4);
        double leniency = rule instanceof Lossless ? 0 : .3;
        assertThat(decode(drafter, verifier, rule, leniency, 4, 1))
                .isEqualTo(decode(drafter, verifier, rule, leniency, 4, 2));
    }

    @Test
    void topKOneIsTemperatureZero() {
        Shaping one = new Shaping(1, 1, 1, 0);
        TableModel verifier = TableModel.random("large", 5, TableModel.NO_END, 1, 5);
        TableModel drafter = verifier.near("small", 1, 6);
        CascadeOptions options = CascadeOptions.of("token-v3", .5, 3);
        List<Integer> expected = new Reference(drafter, verifier, options.deferral(), Shaping.GREEDY).greedy(PROMPT,
                ROOM);
        try (TokenSource source = new SpeculativeDecoding(drafter, verifier, options).start(PROMPT, ROOM, one,
                new SplittableRandom(7))) {
            assertThat(Reference.drain(source, ROOM, verifier)).isEqualTo(expected);
        }
    }

    private static List<Integer> decode(TableModel drafter, TableModel verifier, DeferralRule rule, double leniency,
            int gamma, long seed) {
        CascadeOptions options = CascadeOptions.of(rule.name(), leniency, gamma);
        try (TokenSource source = new SpeculativeDecoding(drafter, verifier, options).start(PROMPT, ROOM,
                Shaping.GREEDY, new SplittableRandom(seed))) {
            return Reference.drain(source, ROOM, verifier);
        }
    }
}
