package dev.drover.herd.task;

import java.time.DayOfWeek;
import java.time.format.TextStyle;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Questions of two domains at once, answered from the numbers in them. */
class MixedQuestionTest {

    private static final int ITEMS = 3_000;

    @Test
    void theDigitsOfASumAreTurnedRound() {
        each("reverse-sum", question -> {
            String sum = "" + (number(question, 0) + number(question, 1));
            assertThat(question.finalAnswer()).isEqualTo(new StringBuilder(sum).reverse().toString());
            assertThat(question.answer()).contains(String.join(" ", sum.split("")) + ".")
                    .contains(number(question, 0) + "+" + number(question, 1) + "=" + sum);
        });
    }

    @Test
    void aSumOfDaysLeadsToItsWeekday() {
        each("weekday-sum", question -> {
            DayOfWeek start = null;
            for (DayOfWeek day : DayOfWeek.values()) {
                start = question.prompt().contains(name(day)) ? day : start;
            }
            assertThat(start).isNotNull();
            DayOfWeek end = start.plus(number(question, 0) + number(question, 1));
            assertThat(question.finalAnswer()).isEqualTo(name(end));
        });
    }

    @Test
    void theLargerOfASumAndANumberIsTaken() {
        Set<Boolean> won = new HashSet<>();
        each("sort-sums", question -> {
            int sum = number(question, 0) + number(question, 1);
            int other = number(question, 2);
            assertThat(sum).as(question.toString()).isNotEqualTo(other);
            assertThat(question.finalAnswer()).isEqualTo("" + Math.max(sum, other));
            won.add(sum > other);
        });
        assertThat(won).as("no side always wins").hasSize(2);
    }

    @Test
    void operandsMayChangePlacesWithoutChangingTheKey() {
        Drawn.each(new MixedTask(), ITEMS, question -> {
            List<String> key = Drawn.key(question);
            assertThat(Integer.parseInt(key.get(1))).isLessThanOrEqualTo(Integer.parseInt(key.get(2)));
            assertThat(new HashSet<>(List.of(number(question, 0), number(question, 1))))
                    .isEqualTo(new HashSet<>(List.of(Integer.valueOf(key.get(1)), Integer.valueOf(key.get(2)))));
        });
    }

    private static int number(Question question, int at) {
        return Drawn.numbers(question.prompt()).get(at);
    }

    private static String name(DayOfWeek day) {
        return day.getDisplayName(TextStyle.FULL, Locale.ENGLISH);
    }

    private static void each(String kind, Consumer<Question> check) {
        int[] checked = new int[1];
        Drawn.each(new MixedTask(), ITEMS, question -> {
            if (question.contentKey().startsWith(kind + ":")) {
                check.accept(question);
                checked[0]++;
            }
        });
        assertThat(checked[0]).isGreaterThan(ITEMS / 4);
    }
}
