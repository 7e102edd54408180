package dev.drover.inference.grammar;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class GrammarTextTest {

    private static final Tokens TOKENS = new Tokens(List.of("Hello", ", O'", "äß"));

    private static Answering answering(String text) {
        return new Answering(GrammarText.read(text), TOKENS);
    }

    @Test
    void theUsualFormIsRead() {
        Answering greeting = answering("""
                # how people greet
                root  ::= greeting (", " name){1,3} "!"?     # a comment
                name  ::= [A-Z] [^A-Z\\n]+
                        | "O'Neill"
                greeting ::= "Hello" |
                  "Hi"
                """);
        assertThat(greeting.accepts("Hello, Ann")).isTrue();
        assertThat(greeting.accepts("Hi, O'Neill, Bob!")).isTrue();
        assertThat(greeting.accepts("Hi")).isFalse();
        assertThat(greeting.accepts("Hi, ann")).isFalse();
        assertThat(greeting.accepts("Hi, A\nn")).isFalse();
        assertThat(greeting.accepts("Hi, Aa, Bb, Cc, Dd")).as("a comma and lower case may be in a name").isFalse();
    }

    @Test
    void everyEscapeStandsForItsCharacter() {
        Answering escapes = answering("root ::= \"\\n\\r\\t\\\\\\\"\\x41\\u00e4\\U0001F642\" [\\]\\-\\^a] [a-] .");
        assertThat(escapes.accepts("\n\r\t\\\"Aä\uD83D\uDE42]-ß")).isTrue();
        assertThat(escapes.accepts("\n\r\t\\\"Aä\uD83D\uDE42^aa")).isTrue();
        assertThat(escapes.accepts("\n\r\t\\\"Aä\uD83D\uDE42b-a")).isFalse();
    }

    @Test
    void charactersAreWholeWhateverTheirBytes() {
        Answering letters = answering("root ::= [ä-\\U0001F642]{2}");
        assertThat(letters.accepts("ä\uD83D\uDE42")).isTrue();
        assertThat(letters.accepts("\uFFFD中")).isTrue();
        assertThat(letters.accepts("ä")).isFalse();
        assertThat(letters.accepts("äz")).isFalse();
        assertThat(letters.accepts("ä\uD83D\uDE43")).isFalse();
    }

    @Test
    void rulesMayCallThemselvesFirst() {
        Answering sum = answering("root ::= root \"+\" [0-9] | [0-9]");
        assertThat(sum.accepts("1+2+3")).isTrue();
        assertThat(sum.accepts("1+")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '`', value = {
            "root ::= \"a => rule root, offset 11: the end (expected: a closing \")",
            "root ::= [a => rule root, offset 11: the end (expected: a closing ])",
            "root ::= (\"a\" => rule root, offset 13: the end (expected: ))",
            "root ::= other => rule other: missing (expected: a rule of that name); write it",
            "other ::= \"a\" => rule root: missing (expected: a rule of that name, where the text begins)",
            "root ::= \"a\" root => rule root: has no text that ends",
            "root ::= \"a\" }b => rule root, offset 13: '}' (expected: the end of the line)",
            "root ::= \"a\"{3,2} => rule root, offset 16: '}' (expected: a largest number that is not below 3)",
            "root ::= \"a\"{99999} => rule root, offset 13: '9' (expected: a number up to 10000)",
            "root ::= [z-a] => rule root, offset 13: ']' (expected: a range from a lower character to a higher one)",
            "root ::= \"\\q\" => rule root, offset 11: 'q' (expected: one of n r t",
            "root = \"a\" => rule root, offset 5: '=' (expected: ::=)",
            "root ::= (\"a\"{9999}){9999} => rule root: more than 800000 states (expected: fewer); repeat less often"})
    void whatCannotBeReadIsRefusedByRuleAndPlace(String text, String message) {
        assertThatThrownBy(() -> GrammarText.read(text)).isInstanceOf(InvalidGrammar.class)
                .hasMessageContaining(message);
    }

    @Test
    void aRuleThatIsGivenTwiceIsRefused() {
        assertThatThrownBy(() -> GrammarText.read("root ::= \"a\"\nroot ::= \"b\""))
                .hasMessageContaining("rule root, offset 13: 'r' (expected: a name that no other rule has)");
    }

    @Test
    void sizesHaveLimits() {
        assertThatThrownBy(() -> GrammarText.read("root ::= " + "(".repeat(70) + "\"a\"" + ")".repeat(70)))
                .hasMessageContaining("at most 64 parentheses");
        assertThatThrownBy(() -> GrammarText.read(" ".repeat(GrammarText.LONGEST + 1)))
                .hasMessageContaining("262145 characters");
        assertThatThrownBy(() -> GrammarText.read("root ::= [ab]* \"a\" [ab]{40}"))
                .as("a deterministic automaton would have 2^40 states")
                .hasMessageContaining("rule root: makes the grammar larger than 200000 states");
    }
}
