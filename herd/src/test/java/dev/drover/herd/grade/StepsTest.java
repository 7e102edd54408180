package dev.drover.herd.grade;

import dev.drover.herd.task.Domain;
import dev.drover.herd.task.Item;
import dev.drover.herd.task.Turn;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class StepsTest {

    private static final Item SUM = new Item(Domain.ARITH, "add:37:58", List.of(Turn.user("37+58")),
            "37+58. Ones: 7+8=15, write 5, carry 1. Tens: 3+5+1=9. So 37+58=95. Answer: 95.", "95",
            List.of("37+58", "7+8=15", ", write 5, carry 1", "3+5+1=9", "37+58=95"));

    @ParameterizedTest
    @ValueSource(strings = {"7+8=15, write 5, carry 1", "3+5=8, write 8", "12-7=5, borrow 1", "30-52=-22", "-5+24=19",
            "20*40=800, 800+120=920", "7*10=70, 70-70=0", "nothing to see", "x=30 y=40", "9-3-1=5"})
    void trueStatementsHold(String working) {
        assertThat(Steps.statementsHold(working)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"7+8=16", "7+8=15, write 6, carry 1", "7+8=15, write 5", "3+5=8, write 8, carry 1",
            "So 37+58=94.", "12-7=4", "30-52=22", "20*40=80", "fine: 1+1=2. wrong: 1+1=3."})
    void falseStatementsDoNot(String working) {
        assertThat(Steps.statementsHold(working)).isFalse();
    }

    @Test
    void otherFreeWordsAreAsGood() {
        String answer = "37+58. First the ones: 7+8=15, write 5, carry 1. Now tens: 3+5+1=9. This makes 37+58=95. Answer: 95.";

        assertThat(Grade.of(SUM, answer)).isEqualTo(new Grade(true, true));
    }

    @Test
    void leftOutStepIsNoValidWorking() {
        assertThat(Grade.of(SUM, "37+58. So 37+58=95. Answer: 95.")).isEqualTo(new Grade(true, false));
    }

    @Test
    void stepsOutOfOrderAreNoValidWorking() {
        String answer = "37+58. 3+5+1=9. 7+8=15, write 5, carry 1. So 37+58=95. Answer: 95.";

        assertThat(Steps.complete(SUM, answer)).isFalse();
    }

    @Test
    void rightWorkingWithAWrongAnswerIsNotExact() {
        assertThat(Grade.of(SUM, SUM.answer().replace("Answer: 95", "Answer: 96"))).isEqualTo(new Grade(false, true));
    }

    @Test
    void statementsOnOtherOperandsAreNotTheWorkingOfThisQuestion() {
        String answer = "37+59. Ones: 7+9=16, write 6, carry 1. Tens: 3+5+1=9. So 37+59=96. Answer: 96.";

        assertThat(Grade.of(SUM, answer)).isEqualTo(new Grade(false, false));
    }
}
