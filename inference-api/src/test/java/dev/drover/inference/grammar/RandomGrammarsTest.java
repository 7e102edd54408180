package dev.drover.inference.grammar;

import dev.drover.inference.grammar.Expression.Choice;
import dev.drover.inference.grammar.Expression.Repeat;
import dev.drover.inference.grammar.Expression.Rule;
import dev.drover.inference.grammar.Expression.Sequence;
import dev.drover.inference.grammar.Expression.Until;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Random grammars, also recursive and ambiguous ones, against what their expressions mean. */
class RandomGrammarsTest {

    private static final Tokens TOKENS = Tokens.random("ab", 40, 3);

    @Test
    void whatAGrammarAcceptsIsWhatItsExpressionsMean() {
        SplittableRandom random = new SplittableRandom(11);
        int compiled = 0;
        int accepted = 0;
        for (int i = 0; i < 150; i++) {
            Map<String, Expression> rules = rules(random);
            Answering answering = answering(rules);
            if (answering == null) {
                continue;
            }
            compiled++;
            for (int bits = 1; bits < 64; bits++) {
                String text = Integer.toBinaryString(bits).substring(1).replace('0', 'a').replace('1', 'b');
                boolean expected = NaiveMatcher.matches(rules, text);
                assertThat(answering.accepts(text)).as("%s of %s", text, rules).isEqualTo(expected);
                accepted += expected ? 1 : 0;
            }
        }
        assertThat(compiled).isGreaterThan(70);
        assertThat(accepted).isGreaterThan(500);
    }

    @Test
    void whateverTokensAreDrawnTheTextIsOfTheGrammar() {
        SplittableRandom random = new SplittableRandom(12);
        int checked = 0;
        for (int i = 0; i < 150; i++) {
            Map<String, Expression> rules = rules(random);
            Answering answering = answering(rules);
            for (int turn = 0; answering != null && turn < 5; turn++) {
                String text = answering.random(random, 12);
                if (text != null) {
                    assertThat(NaiveMatcher.matches(rules, text)).as("%s of %s", text, rules).isTrue();
                    checked++;
                }
            }
        }
        assertThat(checked).isGreaterThan(200);
    }

    @Test
    void aMaskHasTheTokensWhoseBytesLeadOnAndNoOthers() {
        SplittableRandom random = new SplittableRandom(13);
        int checked = 0;
        for (int i = 0; i < 100; i++) {
            Answering answering = answering(rules(random));
            if (answering != null) {
                checked += answering.checkMasks(random, 8);
            }
        }
        assertThat(checked).isGreaterThan(5_000);
    }

    /** Null for rules that never end. */
    private static Answering answering(Map<String, Expression> rules) {
        try {
            return new Answering(Grammar.of(rules, "root"), TOKENS);
        } catch (InvalidGrammar neverEnds) {
            assertThat(neverEnds).hasMessageContaining("has no text that ends");
            return null;
        }
    }

    private static Map<String, Expression> rules(SplittableRandom random) {
        Map<String, Expression> rules = new LinkedHashMap<>();
        for (String name : List.of("root", "one", "two")) {
            rules.put(name, expression(random, 3));
        }
        return rules;
    }

    private static Expression expression(SplittableRandom random, int depth) {
        int kind = random.nextInt(depth == 0 ? 4 : 9);
        return switch (kind) {
            case 0 -> Expression.text(random.nextBoolean() ? "a" : "b");
            case 1 -> Expression.text(List.of("", "ab", "bba").get(random.nextInt(3)));
            case 2 -> new Rule(List.of("root", "one", "two").get(random.nextInt(3)));
            case 3 -> random.nextInt(3) == 0 ? new Until(random.nextBoolean() ? "ab" : "aab", random.nextBoolean())
                    : new Expression.OneOf(CharacterSet.range('a', random.nextBoolean() ? 'b' : 'a'));
            case 4, 5 -> new Sequence(some(random, depth));
            case 6, 7 -> new Choice(some(random, depth));
            default -> {
                int min = random.nextInt(3);
                yield new Repeat(expression(random, depth - 1), min,
                        random.nextBoolean() ? Repeat.ANY_NUMBER : min + random.nextInt(3));
            }
        };
    }

    private static List<Expression> some(SplittableRandom random, int depth) {
        List<Expression> some = new ArrayList<>();
        for (int count = random.nextInt(1, 4); count > 0; count--) {
            some.add(expression(random, depth - 1));
        }
        return some;
    }
}
