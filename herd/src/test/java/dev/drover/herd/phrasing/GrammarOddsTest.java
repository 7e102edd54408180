package dev.drover.herd.phrasing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

/** That lines come up at the odds of their weights, and that all of a grammar can come up. */
class GrammarOddsTest {

    private static final int DRAWS = 12_000;

    @Test
    void linesComeUpAtTheOddsOfTheirWeights() {
        SplittableRandom random = new SplittableRandom(3);
        for (int round = 0; round < 5; round++) {
            List<String> lines = new ArrayList<>(List.of("@a"));
            double[] weights = random.ints(2 + random.nextInt(8), 1, 10).asDoubleStream().toArray();
            double sum = 0;
            for (int at = 0; at < weights.length; at++) {
                lines.add((int) weights[at] + "* line" + at);
                sum += weights[at];
            }
            Map<String, Integer> counts = counts(Grammar.parse(lines), "a");
            for (int at = 0; at < weights.length; at++) {
                assertThat(counts.getOrDefault("line" + at, 0) / (double) DRAWS).isCloseTo(weights[at] / sum,
                        offset(0.02));
            }
        }
    }

    @Test
    void partsOfAChoiceComeUpAtEqualOdds() {
        Map<String, Integer> counts = counts(Grammar.parse(List.of("@a", "[x|y|z|]!")), "a");
        assertThat(counts).hasSize(4);
        assertThat(counts.values()).allMatch(count -> Math.abs(count / (double) DRAWS - 0.25) < 0.02);
    }

    @Test
    void aRuleWithinAChoiceIsDrawnOnlyWhenItIsChosen() {
        Grammar grammar = Grammar.parse(List.of("@a", "[{b}|plain]", "@b", "<missing>"));
        int refused = 0;
        for (int index = 0; index < 200; index++) {
            try {
                assertThat(grammar.phrase("a", Dice.of(index), Map.of())).isEqualTo("plain");
            } catch (IllegalArgumentException missing) {
                refused++;
            }
        }
        assertThat(refused).isBetween(60, 140);
    }

    @Test
    void phrasesAreCountedAsTheyAreDrawn() {
        Grammar grammar = Grammar.parse(List.of("@top", "{ask thing}[!|?|]", "2* [a|b [c|d]] {thing}", "@ask",
                "what is {*}", "{*} and {*}", "@thing", "3* love", "war"));
        Set<String> seen = new HashSet<>();
        for (int index = 0; index < DRAWS; index++) {
            seen.add(grammar.phrase("top", Dice.of(index), Map.of()));
        }
        assertThat(seen).hasSize((int) grammar.phrases("top"));
    }

    @Test
    void blanksAreTidiedAndLineBreaksKept() {
        Grammar grammar = Grammar.parse(List.of("@a", "[|]  x [|] y\\n  z  "));
        assertThat(grammar.phrase("a", Dice.of(1), Map.of())).isEqualTo("x y\n z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"before", "behind", "system"})
    void nothingAroundAQuestionHoldsAFigureOfItsOwn(String rule) {
        for (int index = 0; index < 5_000; index++) {
            Map<String, String> slots = new HashMap<>(Words.slots(Dice.of(index)));
            slots.put("n", "#");
            String phrase = Grammar.bundled().phrase(rule, Dice.of(index, 1), slots);
            assertThat(phrase).doesNotContainPattern("[0-9]").isNotBlank();
        }
    }

    private static Map<String, Integer> counts(Grammar grammar, String rule) {
        Map<String, Integer> counts = new HashMap<>();
        for (int index = 0; index < DRAWS; index++) {
            counts.merge(grammar.phrase(rule, Dice.of(17, index), Map.of()), 1, Integer::sum);
        }
        return counts;
    }
}
