package dev.drover.herd.grade;

import dev.drover.herd.task.Domain;
import dev.drover.herd.task.Item;
import dev.drover.herd.task.Turn;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Marks for what models really say: marks in odd places, text behind the answer, numbers of any length. */
class OddAnswersTest {

    private static final Item SUM = new Item(Domain.ARITH, "add:37:58", List.of(Turn.user("37+58")),
            "37+58. Answer: 95.", "95", List.of("37+58"));
    private static final Item ROW = new Item(Domain.TEXT, "rows:Tom 3 cook", List.of(Turn.user("rows")),
            "1 row. Answer:\nTom is 3 and a cook.", "Tom is 3 and a cook.", List.of("1 row"));

    @ParameterizedTest
    @ValueSource(strings = {"Answer: 95.", "Answer: 95", "Answer:95.", "Answer:  95 .", "Answer:\n95.", "95", "95.",
            "Answer: 94. Answer: 95.", "The Answer: 95.", "Answer: 95.\n"})
    void rightAnswersAreExact(String answer) {
        assertThat(Grade.of(SUM, answer).exact()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "Answer:", "Answer: .", "Answer: 9 5.", "Answer: 95. Thanks!", "Answer: 95.0.",
            "Answer: 95, I think.", "Answer: 95. Answer: 94.", "answer: 95.", "Answer: ninety-five.", "Answer: +95.",
            "Answer: 95. Answer:", "Answer: 095.", "So 37+58=95."})
    void otherAnswersAreNot(String answer) {
        assertThat(Grade.of(SUM, answer).exact()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1 row. Answer:\nTom is 3 and a cook.", "Answer: Tom is 3 and a cook"})
    void aSingleLineMayKeepOrLoseItsStop(String answer) {
        assertThat(Grade.of(ROW, answer).exact()).isTrue();
    }

    @Test
    void linesMustAllBeThereInTheirOrder() {
        Item list = new Item(Domain.TEXT, "bullets:tea,milk", List.of(Turn.user("list")), "", "- tea\n- milk",
                List.of());
        assertThat(Grade.of(list, "2 items. Answer:\n- tea\n- milk").exact()).isTrue();
        assertThat(Grade.of(list, "2 items. Answer:\n- milk\n- tea").exact()).isFalse();
        assertThat(Grade.of(list, "2 items. Answer:\n- tea").exact()).isFalse();
        assertThat(Grade.of(list, "2 items. Answer:\n- tea\n- milk\n- milk").exact()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"99999999999999999999+1=100000000000000000000, true", "99999999999999999999+1=1, false", "0-0=0, true",
            "007+1=8, true", "2*3*4=24, true", "2+3*4=14, true", "2+3*4=20, false", "10-2*3-1=3, true", "-3-4=-7, true",
            "-3-4=7, false"})
    void numbersOfAnyLengthAndSignAreWorkedOut(String statement, boolean holds) {
        assertThat(Steps.statementsHold("So " + statement + ".")).isEqualTo(holds);
    }

    @ParameterizedTest
    @ValueSource(strings = {"7+8=15, write 15", "7+8=15, write 5, carry 1, carry 1", "at 9:05+20=9:25", "3.5+1=4.5",
            "x+3=7", "=5", "1+=2", "write 5, carry 1"})
    void whatIsNoStatementOfWholeNumbersIsLookedOver(String text) {
        boolean written = text.endsWith("write 15");
        assertThat(Steps.statementsHold(text)).isEqualTo(!written);
    }

    @Test
    void aLongAnswerOfNonsenseIsMarkedAtOnce() {
        String nonsense = "1+1".repeat(20_000) + "=" + "9".repeat(2_000) + " Answer: " + "5".repeat(2_000);
        assertThat(Grade.of(SUM, nonsense)).isEqualTo(new Grade(false, false));
    }

    @Test
    void stepsOfAnotherLengthAreNotFoundInsideLongerNumbers() {
        Item sum = new Item(Domain.ARITH, "add:7:8", List.of(Turn.user("7+8")), "", "15",
                List.of("7+8", "7+8=15", "7+8=15"));
        assertThat(Grade.of(sum, "17+8. Ones: 7+8=15, write 5, carry 1. Tens: 1+0+1=2. So 17+8=25. Answer: 25."))
                .isEqualTo(new Grade(false, false));
    }
}
