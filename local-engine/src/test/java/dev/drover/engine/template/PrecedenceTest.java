package dev.drover.engine.template;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Which operator binds tighter, shown by brackets: what is written without them means what is written with them. */
class PrecedenceTest {

    /** Operators from the weakest level to the tightest; those of one level are taken from the left. */
    private static final List<List<String>> LEVELS = List.of(List.of("or"), List.of("and"), List.of("+", "-"),
            List.of("~"), List.of("*", "//", "%"));

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '`', textBlock = """
            1 ~ 2 * 3 => 1 ~ (2 * 3)
            '7' ~ 1 == '71' => ('7' ~ 1) == '71'
            2 ** 3 ** 2 => (2 ** 3) ** 2
            -2 ** 2 => (-2) ** 2
            2 * 3 ** 2 => 2 * (3 ** 2)
            -3 | abs => (-3) | abs
            2 - -1 | abs => 2 - ((-1) | abs)
            'a' ~ 'b' | upper => 'a' ~ ('b' | upper)
            n + 1 is odd => n + (1 is odd)
            not n is odd => not (n is odd)
            not 1 == 2 => not (1 == 2)
            not 1 in [2] => not (1 in [2])
            1 == 1 and 2 == 3 or 4 => ((1 == 1) and (2 == 3)) or 4
            1 + 1 in [2] => (1 + 1) in [2]
            1 if 0 else 2 if 0 else 3 => 1 if 0 else (2 if 0 else 3)
            'a' ~ 'b' if no else 'c' ~ 'd' => ('a' ~ 'b') if no else ('c' ~ 'd')
            people[0].pet.kind | upper | lower => ((people[0].pet.kind) | upper) | lower
            1 < 2 and not 2 < 1 => (1 < 2) and (not (2 < 1))
            """)
    void bracketsThatSayWhatIsMeantChangeNothing(String bare, String bracketed) {
        assertThat(value(bare)).isEqualTo(value(bracketed));
    }

    @Test
    void randomExpressionsMeanWhatTheirBracketsSay() {
        SplittableRandom random = new SplittableRandom(23);
        int told = 0;
        for (int round = 0; round < 2_000; round++) {
            Written written = written(random, 0, 4);
            String bare = value(written.bare());
            assertThat(bare).as("%s as %s", written.bare(), written.bracketed()).isEqualTo(value(written.bracketed()));
            told += bare.startsWith("!") ? 0 : 1;
        }
        assertThat(told).isGreaterThan(500);
    }

    /** An expression with the brackets it needs, and with all. */
    private record Written(String bare, String bracketed) {}

    /** A random expression whose operators are of some level or of tighter ones. */
    private static Written written(SplittableRandom random, int level, int depth) {
        if (depth == 0 || level == LEVELS.size()) {
            String number = String.valueOf(random.nextInt(1, 9));
            return new Written(number, number);
        }
        if (random.nextInt(3) == 0) {
            Written inner = written(random, 0, depth - 1);
            return new Written("(" + inner.bare() + ")", "(" + inner.bracketed() + ")");
        }
        Written left = written(random, level + 1, depth);
        for (int more = random.nextInt(3); more > 0; more--) {
            Written right = written(random, level + 1, depth - 1);
            String operator = LEVELS.get(level).get(random.nextInt(LEVELS.get(level).size()));
            left = new Written(left.bare() + " " + operator + " " + right.bare(),
                    "(" + left.bracketed() + " " + operator + " " + right.bracketed() + ")");
        }
        return left;
    }

    /** What an expression is worth; an exclamation mark and the reason if it has no value. */
    private static String value(String expression) {
        try {
            return Rendered.text("{{ " + expression + " }}");
        } catch (TemplateError none) {
            return "!" + none.getMessage();
        }
    }
}
