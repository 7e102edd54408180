package dev.drover.herd.phrasing;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Mistakes in a phrase file are found when it is read, not in the one question in a million that meets them. */
class GrammarErrorsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = """
            one ~ line: one (expected: a rule, @name, before it)
            @a ~ rule: a (expected: lines of weight 1 or more)
            @a|0* never|often ~ rule: a (expected: lines of weight 1 or more)
            @a|one|@b ~ rule: b (expected: lines of weight 1 or more)
            @a|{b} ~ rule: b (expected: one of
            @a|[x {b}] ~ rule: b (expected: one of
            @a|{c b}|@c|{*} ~ rule: b (expected: one of
            @a|{a} ~ rule: a (expected: none that leads to itself
            @a|x|{b}|@b|[y [{c}]]|@c|{a} ~ (expected: none that leads to itself
            @a|{b a}|@b|{*} ~ (expected: none that leads to itself
            @a|[one ~ a closing ]
            @a|[one [two] ~ a closing ]
            @a|<slot ~ a closing >
            @a|x {b ~ a closing }
            @a|one|@a|two ~ @a (expected: defined once)
            """)
    void aMistakeIsNamed(String grammar, String message) {
        List<String> lines = List.of(grammar.split("\\|", -1));
        assertThatThrownBy(() -> Grammar.parse(lines)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aRuleMayBeCalledFromManyPlaces() {
        Grammar grammar = Grammar
                .parse(List.of("@a", "{b} {b} {c}", "@b", "x{d}", "@c", "{d b}", "@d", "[{e}|y]", "@e", "z"));
        assertThat(grammar.phrase("a", Dice.of(1), Map.of())).matches("x[yz] x[yz] [yz]");
    }

    @Test
    void anUnknownRuleIsRefusedWhenItIsAskedFor() {
        Grammar grammar = Grammar.parse(List.of("@a", "x"));
        assertThatThrownBy(() -> grammar.phrase("b", Dice.of(1), Map.of()))
                .hasMessageContaining("rule: b (expected: one of [a])");
        assertThatThrownBy(() -> grammar.size("b")).hasMessageContaining("rule: b");
        assertThatThrownBy(() -> grammar.phrases("b")).hasMessageContaining("rule: b");
    }

    @Test
    void aRuleThatWantsAnotherIsRefusedWithoutIt() {
        Grammar grammar = Grammar.parse(List.of("@ask", "what is {*}?"));
        assertThatThrownBy(() -> grammar.phrase("ask", Dice.of(1), Map.of()))
                .hasMessageContaining("{*}: nothing (expected: a rule handed to this one)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a ] b", "a } b", "-> x", "3 * 4", "x* y", "* x", "3*x", "a | b", "50 % \\ off", "@ home"})
    void signsOutOfPlaceAreTextLikeAnyOther(String line) {
        Grammar grammar = Grammar.parse(List.of("@a", "text " + line));
        assertThat(grammar.phrase("a", Dice.of(1), Map.of())).isEqualTo("text " + line);
    }

    @Test
    void aLineThatOnlyLooksWeighedIsText() {
        Grammar grammar = Grammar.parse(List.of("@a", "x3* y"));
        assertThat(grammar.phrase("a", Dice.of(1), Map.of())).isEqualTo("x3* y");
    }

    @Test
    void slotsMayHoldTheSignsOfTheGrammar() {
        Grammar grammar = Grammar.parse(List.of("@a", "run: <program>"));
        assertThat(grammar.phrase("a", Dice.of(1), Map.of("program", "x={1}; [y|z]<a>")))
                .isEqualTo("run: x={1}; [y|z]<a>");
    }
}
