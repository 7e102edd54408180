package dev.drover.herd.task;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** That a sum, difference or product asks for what its key says, whatever words and disguise it wears. */
class SumQuestionTest {

    private static final int ITEMS = 3_000;
    private static final Pattern EXPRESSION = Pattern.compile("(\\d+) ?([-+*x\u2212\u00d7]) ?(\\d+)");

    @Test
    void tidyQuestionsHoldBothOperandsAndNoOtherNumber() {
        Drawn.each(new ArithTask(), ITEMS, question -> {
            List<Integer> operands = operands(Drawn.key(question));
            String digits = Drawn.PROTECTED.matcher(question.prompt().replaceFirst("^1[.)] ", ""))
                    .replaceAll(words -> inDigits(words.group(1)));
            assertThat(Drawn.numbers(digits)).as(question.toString()).containsExactlyInAnyOrderElementsOf(operands);
        });
    }

    @Test
    void disguisedQuestionsStillHoldBothOperands() {
        List<String> lost = new ArrayList<>();
        for (int index = 0; index < ITEMS; index++) {
            Item item = Items.at(Domain.ARITH, Part.TRAIN, 51, index, (index % 5) / 4.0);
            List<Integer> operands = operands(List.of(item.contentKey().split(":", -1)));
            boolean digits = Drawn.numbers(item.question()).containsAll(operands);
            if (!digits && !Drawn.numbers(inDigits(item.question())).containsAll(operands)) {
                lost.add(item.toString());
            }
        }
        assertThat(lost).as("words run together, or a comma between digits gone").hasSizeLessThan(4);
    }

    @Test
    void answersAreTheValueOfTheKeysExpression() {
        Drawn.each(new ArithTask(), ITEMS, question -> {
            List<String> key = Drawn.key(question);
            String sign = switch (key.getFirst()) {
                case "add" -> "+";
                case "sub" -> "-";
                default -> "*";
            };
            assertThat(question.finalAnswer()).isEqualTo("" + Calculator.value(key.get(1) + sign + key.get(2)));
        });
    }

    @Test
    void writtenExpressionsAreWorkedOutInTheirOrder() {
        int written = 0;
        for (int index = 0; index < ITEMS; index++) {
            Item item = Items.at(Domain.ARITH, Part.DEV, 52, index);
            Matcher expression = EXPRESSION.matcher(item.question());
            if (expression.find()) {
                String sign = expression.group(2).replace('\u2212', '-').replaceAll("[x\u00d7]", "*");
                String tight = expression.group(1) + sign + expression.group(3);
                assertThat(item.finalAnswer()).as(item.toString()).isEqualTo("" + Calculator.value(tight));
                assertThat(item.answer()).startsWith(tight + ".");
                written++;
            }
        }
        assertThat(written).isGreaterThan(ITEMS / 20);
    }

    @Test
    void onlyQuestionsThatSayWhichNumberIsTakenFromWhichGoBelowZero() {
        Set<String> ways = new HashSet<>();
        Drawn.each(new ArithTask(), ITEMS, question -> {
            if (question.finalAnswer().startsWith("-")) {
                ways.add(Drawn.plain(question).toLowerCase(Locale.ROOT));
            }
        });
        assertThat(ways).hasSizeGreaterThan(20)
                .noneMatch(way -> way.contains("difference") || way.contains("how far") || way.contains("between"));
    }

    private static List<Integer> operands(List<String> key) {
        return List.of(Integer.parseInt(key.get(1)), Integer.parseInt(key.get(2)));
    }

    /** The text in lower case with numbers below 100 that stand in words put in digits; the largest words first. */
    private static String inDigits(String text) {
        String digits = text.toLowerCase(Locale.ROOT);
        for (int number = 99; number >= 0; number--) {
            digits = digits.replace(NumberWords.of(number, "-"), "" + number)
                    .replace(NumberWords.of(number, " "), "" + number);
        }
        return digits;
    }
}
