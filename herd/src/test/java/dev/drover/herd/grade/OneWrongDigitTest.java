package dev.drover.herd.grade;

import dev.drover.herd.task.Domain;
import dev.drover.herd.task.Item;
import dev.drover.herd.task.Items;
import dev.drover.herd.task.Part;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** That nothing wrong in a working escapes the marks: right answers are spoiled in one place and marked again. */
class OneWrongDigitTest {

    private static final int ITEMS = 120;

    @ParameterizedTest
    @EnumSource(value = Domain.class, names = {"ARITH", "CODE", "MIXED"})
    void oneOtherDigitAnywhereCostsAMark(Domain domain) {
        for (int index = 0; index < ITEMS; index++) {
            Item item = Items.at(domain, Part.DEV, 71, index);
            String answer = item.answer();
            for (int at = 0; at < answer.length(); at++) {
                if (Character.isDigit(answer.charAt(at))) {
                    char other = (char) ('0' + (answer.charAt(at) - '0' + 1 + index % 9) % 10);
                    String wrong = answer.substring(0, at) + other + answer.substring(at + 1);
                    assertThat(Grade.of(item, wrong)).as(wrong).isNotEqualTo(new Grade(true, true));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = Domain.class, names = {"ARITH", "DATES", "CODE", "MIXED"})
    void oneOtherResultOfAStepIsNoValidWorking(Domain domain) {
        for (int index = 0; index < ITEMS; index++) {
            Item item = Items.at(domain, Part.DEV, 72, index);
            String answer = item.answer();
            for (int at = answer.indexOf('='); at >= 0; at = answer.indexOf('=', at + 1)) {
                int end = at + 1;
                while (end < answer.length() && (Character.isDigit(answer.charAt(end)) || answer.charAt(end) == '-')) {
                    end++;
                }
                if (end == at + 1 || answer.charAt(end) == ':' || "+*-".indexOf(answer.charAt(end)) >= 0) {
                    continue; // a line of a program told again, not a result
                }
                int result = Integer.parseInt(answer.substring(at + 1, end));
                String wrong = answer.substring(0, at + 1) + (result + 1) + answer.substring(end);
                assertThat(Grade.of(item, wrong).valid()).as(wrong).isFalse();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = Domain.class, names = "OTHER", mode = EnumSource.Mode.EXCLUDE)
    void anotherQuestionsAnswerIsNotThisOnes(Domain domain) {
        int exact = 0;
        for (int index = 0; index < ITEMS; index++) {
            Item item = Items.at(domain, Part.DEV, 73, index);
            Item other = Items.at(domain, Part.DEV, 73, index + 1);
            Grade grade = Grade.of(item, other.answer());
            assertThat(grade.exact()).isEqualTo(item.finalAnswer().equals(other.finalAnswer()));
            exact += grade.exact() ? 1 : 0;
        }
        assertThat(exact).isLessThan(ITEMS / 5);
    }

    @ParameterizedTest
    @EnumSource(Domain.class)
    void anAnswerCutShortIsNotExactlyRight(Domain domain) {
        for (int index = 0; index < ITEMS; index++) {
            Item item = Items.at(domain, Part.DEV, 74, index);
            String cut = item.answer().substring(0, item.answer().length() - 2);
            if (item.finalAnswer().length() > 1) {
                assertThat(Grade.of(item, cut).exact()).as(cut).isFalse();
            }
        }
    }

    @Test
    void theFinalAnswerAloneIsExactWithoutValidWorking() {
        for (int index = 0; index < ITEMS; index++) {
            Item item = Items.at(Domain.ARITH, Part.DEV, 75, index);
            assertThat(Grade.of(item, "Answer: " + item.finalAnswer() + ".")).isEqualTo(new Grade(true, false));
        }
    }
}
