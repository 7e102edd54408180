package dev.drover.herd.task;

import dev.drover.herd.phrasing.Dice;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Amounts in units, converted from the words of the question through the smallest unit of their kind. */
class UnitQuestionTest {

    private static final int ITEMS = 3_000;
    private static final Map<String, Long> SIZES = Map.ofEntries(Map.entry("second", 1L), Map.entry("minute", 60L),
            Map.entry("hour", 3_600L), Map.entry("day", 86_400L), Map.entry("week", 604_800L), Map.entry("month", 1L),
            Map.entry("year", 12L), Map.entry("inch", 1L), Map.entry("inche", 1L), Map.entry("foot", 12L),
            Map.entry("feet", 12L), Map.entry("yard", 36L), Map.entry("egg", 1L), Map.entry("dozen", 12L),
            Map.entry("centimetre", 1L), Map.entry("metre", 100L), Map.entry("km", 100_000L), Map.entry("gram", 1L),
            Map.entry("kg", 1_000L), Map.entry("cent", 1L), Map.entry("euro", 100L));
    private static final Pattern AMOUNT = Pattern.compile("(\\d+) ([a-z]+)");

    @Test
    void theAnswerIsAsMuchAsTheQuestion() {
        Drawn.each(new UnitsTask(), ITEMS,
                question -> assertThat(amount(question.finalAnswer())).as(question.toString())
                        .isPositive()
                        .isEqualTo(amount(Drawn.plain(question))));
    }

    @Test
    void theAnswerIsInTheUnitsAskedFor() {
        Drawn.each(new UnitsTask(), ITEMS, question -> {
            String asked = AMOUNT.matcher(Drawn.plain(question)).replaceAll("");
            Matcher first = AMOUNT.matcher(question.finalAnswer());
            assertThat(first.find()).isTrue();
            assertThat(asked.split("\\W+")).as(question.toString())
                    .anyMatch(word -> size(word) == size(first.group(2)));
        });
    }

    @Test
    void theRestIsSmallerThanTheLargeUnit() {
        Drawn.each(new UnitsTask(), ITEMS, question -> {
            Map<Integer, String> parts = new TreeMap<>();
            for (Matcher part = AMOUNT.matcher(question.finalAnswer()); part.find();) {
                parts.put(parts.size(), part.group());
            }
            assertThat(parts).hasSizeBetween(1, 2);
            if (parts.size() == 2) {
                Matcher large = AMOUNT.matcher(parts.getOrDefault(0, ""));
                assertThat(large.matches()).isTrue();
                assertThat(amount(parts.getOrDefault(1, ""))).isPositive().isLessThan(size(large.group(2)));
            }
        });
    }

    @Test
    void oneIsToldInTheSingular() {
        Drawn.each(new UnitsTask(), ITEMS, question -> {
            for (String text : new String[] {Drawn.plain(question), question.finalAnswer()}) {
                assertThat(text).doesNotContainPattern("\\b1 ([a-z]+s|feet)\\b");
            }
        });
    }

    @Test
    void aHarderQuestionHasLargerAmounts() {
        assertThat(mean(1)).isGreaterThan(2 * mean(0));
    }

    private static double mean(double hardness) {
        double sum = 0;
        for (int index = 0; index < 1_000; index++) {
            String small = new UnitsTask().draw(Dice.of(5, index), hardness).answer();
            sum += Drawn.numbers(small).get(2);
        }
        return sum / 1_000;
    }

    private static long amount(String text) {
        long sum = 0;
        for (Matcher part = AMOUNT.matcher(text); part.find();) {
            sum += Long.parseLong(part.group(1)) * size(part.group(2));
        }
        return sum;
    }

    /** The size of a unit in one or many, 0 for other words. */
    private static long size(String unit) {
        return SIZES.getOrDefault(unit.endsWith("s") ? unit.substring(0, unit.length() - 1) : unit, 0L);
    }
}
