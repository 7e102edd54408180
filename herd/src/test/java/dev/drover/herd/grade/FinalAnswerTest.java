package dev.drover.herd.grade;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FinalAnswerTest {

    @Test
    void standsBehindTheLastAnswer() {
        assertThat(FinalAnswer.of("37+58. So 37+58=95. Answer: 95.")).isEqualTo("95");
        assertThat(FinalAnswer.of("Answer: 4. Wait. Answer: 5.")).isEqualTo("5");
    }

    @Test
    void mayHaveSeveralWords() {
        assertThat(FinalAnswer.of("So 14 February. Answer: 14 February.")).isEqualTo("14 February");
    }

    @Test
    void mayHaveSeveralLinesThatKeepTheirStops() {
        assertThat(FinalAnswer.of("2 rows. Answer:\nTom is 3.\nAnna is 4.")).isEqualTo("Tom is 3.\nAnna is 4.");
    }

    @Test
    void isTheWholeTextWhereNothingIsMarked() {
        assertThat(FinalAnswer.of("I can do sums.")).isEqualTo("I can do sums");
        assertThat(FinalAnswer.of("")).isEmpty();
    }

    @Test
    void missingStopIsForgiven() {
        assertThat(FinalAnswer.of("Answer: 95")).isEqualTo("95");
    }
}
