package dev.drover.herd.phrasing;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class GrammarTest {

    @Test
    void slotsTakeTheValuesGiven() {
        Grammar grammar = Grammar.parse(List.of("@sum", "<a> plus <b>"));

        assertThat(grammar.phrase("sum", Dice.of(1), Map.of("a", "3", "b", "4"))).isEqualTo("3 plus 4");
    }

    @Test
    void everyPartOfAChoiceComesUp() {
        Grammar grammar = Grammar.parse(List.of("@greeting", "[hello|hi|] there"));

        assertThat(all(grammar, "greeting")).containsExactlyInAnyOrder("hello there", "hi there", "there");
    }

    @Test
    void choicesNest() {
        Grammar grammar = Grammar.parse(List.of("@greeting", "[good [day|evening]|hi]"));

        assertThat(all(grammar, "greeting")).containsExactlyInAnyOrder("good day", "good evening", "hi");
    }

    @Test
    void ruleHandedToAnotherStandsWhereItAsksForIt() {
        Grammar grammar = Grammar.parse(List.of("@top", "{ask thing}", "@ask", "what is {*}?", "{inner *}", "@inner",
                "tell me {*}.", "@thing", "love"));

        assertThat(all(grammar, "top")).containsExactlyInAnyOrder("what is love?", "tell me love.");
    }

    @Test
    void heavyLineComesUpMoreOften() {
        Grammar grammar = Grammar.parse(List.of("@word", "9* often", "seldom"));

        long often = LongStream.range(0, 2_000)
                .filter(index -> grammar.phrase("word", Dice.of(index), Map.of()).equals("often"))
                .count();

        assertThat(often).isBetween(1_720L, 1_880L);
    }

    @Test
    void remarksAndEmptyLinesAreNoPhrases() {
        Grammar grammar = Grammar.parse(List.of("#! about words", "@word", "", "#! more", "yes"));

        assertThat(grammar.size("word")).isEqualTo(1);
    }

    @Test
    void lineBreakIsWrittenAsBackslashN() {
        Grammar grammar = Grammar.parse(List.of("@two", "one\\ntwo"));

        assertThat(grammar.phrase("two", Dice.of(1), Map.of())).isEqualTo("one\ntwo");
    }

    @Test
    void phrasesCountThePathsThroughTheGrammar() {
        Grammar grammar = Grammar.parse(List.of("@top", "{ask thing}", "[hi|ho] {thing}", "@ask", "what is {*}?", "{*}",
                "@thing", "love", "[war|peace]"));

        assertThat(grammar.phrases("top")).isEqualTo(2 * 3 + 2 * 3);
    }

    @Test
    void lineOfARuleCanBeAskedFor() {
        Grammar grammar = Grammar.parse(List.of("@word", "one", "two"));

        assertThat(grammar.phrase("word", 1, Dice.of(5), Map.of())).isEqualTo("two");
    }

    @Test
    void missingRuleIsRefusedWithTheRulesThereAre() {
        assertThatThrownBy(() -> Grammar.parse(List.of("@word", "{verb}"))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("rule: verb (expected: one of [word])");
    }

    @Test
    void ruleDefinedTwiceIsRefused() {
        assertThatThrownBy(() -> Grammar.parse(List.of("@word", "one", "@word", "two")))
                .hasMessageContaining("@word (expected: defined once)");
    }

    @Test
    void openBracketIsRefused() {
        assertThatThrownBy(() -> Grammar.parse(List.of("@word", "[one|two"))).hasMessageContaining("a closing ]");
    }

    @Test
    void slotWithoutAValueIsRefused() {
        Grammar grammar = Grammar.parse(List.of("@word", "<a>"));

        assertThatThrownBy(() -> grammar.phrase("word", Dice.of(1), Map.of("b", "1")))
                .hasMessageContaining("slot: a (expected: one of [b])");
    }

    private static Set<String> all(Grammar grammar, String rule) {
        Set<String> phrases = new HashSet<>();
        for (int index = 0; index < 200; index++) {
            phrases.add(grammar.phrase(rule, Dice.of(index), Map.of()));
        }
        return phrases;
    }
}
