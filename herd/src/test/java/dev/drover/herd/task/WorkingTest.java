package dev.drover.herd.task;

import dev.drover.herd.phrasing.Dice;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class WorkingTest {

    @Test
    void sumsAreAddedColumnByColumn() {
        Working working = worked(one -> ColumnWork.add(one, 37, 58));

        assertThat(working.steps()).containsExactly("37+58", "7+8=15", ", write 5, carry 1", "3+5+1=9", "37+58=95");
    }

    @Test
    void lastColumnHeadsTheResult() {
        Working working = worked(one -> ColumnWork.add(one, 70, 58));

        assertThat(working.steps()).containsExactly("70+58", "0+8=8", ", write 8", "7+5=12", "70+58=128");
    }

    @Test
    void differencesBorrow() {
        Working working = worked(one -> ColumnWork.subtract(one, 82, 47));

        assertThat(working.steps()).containsExactly("82-47", "12-7=5", ", borrow 1", "8-4-1=3", "82-47=35");
    }

    @Test
    void differencesBelowZeroAreTurnedRound() {
        Working working = worked(one -> ColumnWork.subtractBelowZero(one, 30, 52));

        assertThat(working.steps()).containsExactly("30-52", "52 is larger", "52-30", "2-0=2", "5-3=2", "52-30=22",
                "30-52=-22");
    }

    @Test
    void productsAreAddedUpPartByPart() {
        Working working = worked(one -> ProductWork.multiply(one, 23, 45));

        assertThat(working.steps()).containsExactly("23*45", "20*40=800", "20*5=100", "800+100=900", "3*40=120",
                "900+120=1020", "3*5=15", "1020+15=1035", "23*45=1035");
    }

    @Test
    void freeWordsAreDrawnAtEqualOdds() {
        Set<String> texts = new HashSet<>();
        for (int index = 0; index < 2_000; index++) {
            Working working = new Working(Dice.of(index));
            ColumnWork.add(working, 37, 58);
            texts.add(working.text());
        }

        assertThat(texts).hasSize(4 * 4 * 4);
    }

    @ParameterizedTest
    @CsvSource({"21:37, 36, 22:13", "23:50, 20, 0:10", "0:00, 59, 0:59", "14:40, 95, 16:15"})
    void timesCarryAnHour(String start, int span, String end) {
        String[] parts = start.split(":", -1);
        Working working = new Working(Dice.of(1));

        assertThat(ClockWork.later(working, Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), span))
                .isEqualTo(end);
    }

    @ParameterizedTest
    @CsvSource({"0:10, 20, 23:50", "16:15, 95, 14:40", "4:15, 157, 1:38"})
    void timesBorrowAnHour(String start, int span, String end) {
        String[] parts = start.split(":", -1);
        Working working = new Working(Dice.of(1));

        assertThat(ClockWork.earlier(working, Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), span))
                .isEqualTo(end);
    }

    @Test
    void answerIsTheLastSentence() {
        Working working = new Working(Dice.of(1)).step("1+1=2").words(".").answer("2");

        assertThat(working.text()).isEqualTo("1+1=2. Answer: 2.");
        assertThat(working.finalAnswer()).isEqualTo("2");
    }

    @ParameterizedTest
    @CsvSource({"0, zero", "7, seven", "13, thirteen", "40, forty", "58, fifty-eight", "99, ninety-nine"})
    void numbersHaveWords(int number, String words) {
        assertThat(NumberWords.of(number, "-")).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({"1, 1st", "2, 2nd", "3, 3rd", "4, 4th", "11, 11th", "12, 12th", "21, 21st", "30, 30th"})
    void placesHaveOrdinals(int number, String ordinal) {
        assertThat(Ordinal.of(number)).isEqualTo(ordinal);
    }

    private static Working worked(Consumer<Working> work) {
        Working working = new Working(Dice.of(1));
        work.accept(working);
        return working;
    }
}
