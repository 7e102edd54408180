package dev.drover.herd.task;

import dev.drover.herd.phrasing.Dice;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Workings replayed with pencil and paper: what each column writes must be the digits of the result. */
class WorkedColumnsTest {

    private static final Pattern COLUMN = Pattern
            .compile("(?:: )(\\d+)([+-])(\\d)(?:[+-]1)?=(\\d+)(?:, write (\\d)(, carry 1)?)?(, borrow 1)?\\.");
    private final SplittableRandom random = new SplittableRandom(8);

    @Test
    void whatIsWrittenFromTheRightIsTheSum() {
        for (int first = 0; first <= 110; first++) {
            for (int second = 0; second <= 110; second++) {
                sum(first, second);
            }
        }
        for (int round = 0; round < 10_000; round++) {
            sum(random.nextInt(10_000), random.nextInt(10_000));
        }
    }

    private static void sum(int first, int second) {
        Working working = new Working(Dice.of(first, second));
        ColumnWork.add(working, first, second);
        String text = working.text();
        StringBuilder written = new StringBuilder();
        Matcher column = COLUMN.matcher(text);
        boolean carried = false;
        int place = 1;
        while (column.find()) {
            assertThat(column.group(1)).as(text).isEqualTo("" + first / place % 10);
            assertThat(column.group(3)).as(text).isEqualTo("" + second / place % 10);
            assertThat(column.group().matches(".*\\+\\d\\+1=.*")).as(text).isEqualTo(carried);
            carried = column.group(6) != null;
            written.insert(0, column.group(5) == null ? column.group(4) : column.group(5));
            place *= 10;
        }
        assertThat(written).as(text).hasToString("" + (first + second));
        assertThat(text).startsWith(first + "+" + second + ". ").endsWith(first + "+" + second + "=" + written + ".");
    }

    @Test
    void whatIsLeftInEachColumnIsTheDifference() {
        for (int first = 0; first <= 120; first++) {
            for (int second = 0; second <= first; second++) {
                difference(first, second);
            }
        }
        for (int round = 0; round < 10_000; round++) {
            int first = random.nextInt(10_000);
            difference(first, random.nextInt(first + 1));
        }
    }

    private static void difference(int first, int second) {
        Working working = new Working(Dice.of(first, second));
        ColumnWork.subtract(working, first, second);
        Matcher column = COLUMN.matcher(working.text());
        int left = 0;
        boolean borrowed = false;
        int place = 1;
        while (column.find()) {
            borrowed = column.group(7) != null;
            assertThat(Integer.parseInt(column.group(1))).isEqualTo(first / place % 10 + (borrowed ? 10 : 0));
            assertThat(Integer.parseInt(column.group(4))).as(working.text()).isBetween(0, 9);
            left += place * Integer.parseInt(column.group(4));
            place *= 10;
        }
        assertThat(borrowed).as("the last column has nobody to borrow from: " + working.text()).isFalse();
        assertThat(left).as(working.text()).isEqualTo(first - second);
        assertThat(working.text()).endsWith(first + "-" + second + "=" + left + ".");
    }

    @Test
    void partialProductsAddUpToTheProduct() {
        Pattern part = Pattern.compile("(\\d+)\\*(\\d+)=(\\d+)(?:, (\\d+)\\+\\d+=(\\d+))?\\.");
        for (int first = 1; first <= 99; first++) {
            for (int second = 1; second <= 99; second++) {
                Working working = new Working(Dice.of(first, second));
                ProductWork.multiply(working, first, second);
                String text = working.text();
                int total = 0;
                int last = text.lastIndexOf(first + "*" + second + "=");
                for (Matcher one = part.matcher(text.substring(0, last)); one.find();) {
                    total += Integer.parseInt(one.group(3));
                    assertThat(one.group(5) == null ? "" + total : one.group(5)).as(text).isEqualTo("" + total);
                    assertThat(List.of(one.group(1), one.group(2))).as("one digit each, and zeros: " + text)
                            .allMatch(factor -> factor.matches("[1-9]0?"));
                }
                assertThat(total).as(text).isEqualTo(first * second);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 0-0=0", "5, 5, 5-5=0", "100, 1, 100-1=99", "1000, 999, 1000-999=1", "9999, 9999, 9999-9999=0"})
    void cornersAreSubtracted(int first, int second, String end) {
        Working working = new Working(Dice.of(1));
        ColumnWork.subtract(working, first, second);
        assertThat(working.text()).endsWith(end + ".");
    }

    @Test
    void clocksRunAllDayForwardAndBack() {
        for (int start = 0; start < 24 * 60; start += 7) {
            for (int span = 1; span < 300; span += 11) {
                String later = ClockWork.later(new Working(Dice.of(1)), start / 60, start % 60, span);
                int end = (start + span) % (24 * 60);
                assertThat(later).isEqualTo("%d:%02d".formatted(end / 60, end % 60));
                assertThat(ClockWork.earlier(new Working(Dice.of(1)), end / 60, end % 60, span))
                        .isEqualTo("%d:%02d".formatted(start / 60, start % 60));
            }
        }
    }
}
