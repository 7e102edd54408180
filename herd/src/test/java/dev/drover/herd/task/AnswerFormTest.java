package dev.drover.herd.task;

import dev.drover.herd.grade.FinalAnswer;
import dev.drover.herd.grade.Steps;
import dev.drover.herd.mixture.ChatLayout;
import dev.drover.herd.mixture.Mixture;
import dev.drover.herd.vocabulary.HerdTokenizer;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What every answer looks like, of the question and of the turn before it. */
class AnswerFormTest {

    private static final int ITEMS = 400;
    private static final Pattern EQUATION = Pattern.compile("(?<![\\w])(-?\\d+(?:[+*-]\\d+)+)=(-?\\d+)(?!\\d)");

    private static Item item(Domain domain, int index) {
        return Items.at(domain, Part.HELD_OUT, 61, index, (index % 9) / 8.0);
    }

    @ParameterizedTest
    @EnumSource(value = Domain.class, names = "OTHER", mode = EnumSource.Mode.EXCLUDE)
    void theLastSentenceIsTheAnswerAndTheOnlyOne(Domain domain) {
        for (int index = 0; index < ITEMS; index++) {
            Item item = item(domain, index);
            String mark = item.finalAnswer().contains("\n") || item.contentKey().startsWith("rows:") ? "Answer:\n"
                    : "Answer: ";
            String end = mark.endsWith("\n") ? "" : ".";
            assertThat(item.answer()).endsWith(" " + mark + item.finalAnswer() + end).containsOnlyOnce("Answer:");
        }
    }

    @ParameterizedTest
    @EnumSource(Domain.class)
    void everyEquationOfAWorkingIsTrue(Domain domain) {
        for (int index = 0; index < ITEMS; index++) {
            Item item = item(domain, index);
            for (Matcher equation = EQUATION.matcher(item.answer()); equation.find();) {
                assertThat(Calculator.value(equation.group(1))).as(equation.group() + " in " + item)
                        .isEqualTo(Long.parseLong(equation.group(2)));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = Domain.class, names = {"ARITH", "DATES", "MIXED"})
    void noEqualsSignStandsOutsideAnEquation(Domain domain) {
        for (int index = 0; index < ITEMS; index++) {
            Item item = item(domain, index);
            assertThat(EQUATION.matcher(item.answer()).replaceAll("")).as(item.toString()).doesNotContain("=");
        }
    }

    @ParameterizedTest
    @EnumSource(Domain.class)
    void theEarlierTurnIsAnsweredTrulyToo(Domain domain) {
        int seen = 0;
        for (int index = 0; index < ITEMS; index++) {
            List<Turn> messages = item(domain, index).messages();
            if (messages.size() > 2) {
                String answer = messages.get(messages.size() - 2).content();
                assertThat(Steps.statementsHold(answer)).as(answer).isTrue();
                assertThat(FinalAnswer.of(answer)).as(answer).isNotBlank();
                seen++;
            }
        }
        assertThat(seen).isGreaterThan(ITEMS / 20);
    }

    @ParameterizedTest
    @EnumSource(value = Domain.class, names = {"ARITH", "TEXT", "CODE"})
    void theAnswerIsOfTheLastQuestionAndNotOfTheOneBefore(Domain domain) {
        int told = 0;
        for (int index = 0; index < ITEMS; index++) {
            Item item = item(domain, index);
            String first = item.steps().getFirst();
            for (Turn turn : item.messages()) {
                boolean same = turn.role() == Turn.Role.ASSISTANT && turn.content().startsWith(first + ".");
                told += same ? 1 : 0;
            }
        }
        assertThat(told).as("earlier answers that begin as this one does").isLessThan(ITEMS / 50);
    }

    @ParameterizedTest
    @EnumSource(Domain.class)
    void nearlyAllItemsFitTheContextWithoutDrawingAgain(Domain domain) {
        int longer = 0;
        for (int index = 0; index < ITEMS; index++) {
            int length = ChatLayout.document(HerdTokenizer.bundled(), item(domain, index)).length();
            longer += length > Mixture.CONTEXT ? 1 : 0;
        }
        assertThat(longer).isLessThan(ITEMS / 100);
    }

    @ParameterizedTest
    @EnumSource(Domain.class)
    void questionsHaveNoControlCharacterAndNoBlankBehindThem(Domain domain) {
        for (int index = 0; index < ITEMS; index++) {
            for (Turn turn : item(domain, index).messages()) {
                assertThat(turn.content().chars()).as(turn.content())
                        .noneMatch(sign -> sign != '\n' && Character.isISOControl(sign));
                assertThat(turn.content()).isEqualTo(turn.content().stripTrailing());
            }
        }
    }
}
