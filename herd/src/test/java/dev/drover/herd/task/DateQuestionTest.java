package dev.drover.herd.task;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Month;
import java.time.format.TextStyle;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Questions on dates, weekdays and times, answered from their words by the JDK's calendar. */
class DateQuestionTest {

    private static final int ITEMS = 4_000;
    private static final Pattern BACK = Pattern
            .compile("before|minus| - |ago|earlier|back|subtract|take .* away" + "|ends at|arrives at|must be there");
    private static final Pattern DAYS = Pattern.compile("(\\d+) (day|week)s?\\b");
    private static final Pattern SPAN = Pattern.compile("(\\d+) (hour|minute)s?\\b");
    private static final Pattern TIME = Pattern.compile("(\\d+):(\\d\\d)");

    private final Map<String, Integer> asked = new HashMap<>();

    @Test
    void everyQuestionIsAnsweredAsTheCalendarDoes() {
        Drawn.each(new DatesTask(), ITEMS, question -> {
            String kind = Drawn.key(question).getFirst();
            String text = Drawn.plain(question);
            String expected = switch (kind) {
                case "date" -> date(text);
                case "day" -> weekday(text);
                case "time" -> time(text);
                default -> question.finalAnswer();
            };
            assertThat(question.finalAnswer()).as(text + " -> " + question.answer()).isEqualTo(expected);
            asked.merge(kind, 1, Integer::sum);
        });
        assertThat(asked).hasEntrySatisfying("date", count -> assertThat(count).isGreaterThan(ITEMS / 4))
                .hasEntrySatisfying("day", count -> assertThat(count).isGreaterThan(ITEMS / 6))
                .hasEntrySatisfying("time", count -> assertThat(count).isGreaterThan(ITEMS / 6));
    }

    private static String date(String text) {
        String rest = DAYS.matcher(text).replaceAll("");
        Month month = null;
        for (Month one : Month.values()) {
            month = rest.contains(name(one)) ? one : month;
        }
        assertThat(month).as(text).isNotNull();
        LocalDate start = LocalDate.of(2001, month, Drawn.numbers(rest).getFirst());
        LocalDate end = back(text) ? start.minusDays(days(text)) : start.plusDays(days(text));
        return end.getDayOfMonth() + " " + name(end.getMonth());
    }

    private static String weekday(String text) {
        DayOfWeek start = null;
        for (DayOfWeek day : DayOfWeek.values()) {
            start = text.contains(day.getDisplayName(TextStyle.FULL, Locale.ENGLISH)) ? day : start;
        }
        assertThat(start).as(text).isNotNull();
        return (back(text) ? start.minus(days(text)) : start.plus(days(text))).getDisplayName(TextStyle.FULL,
                Locale.ENGLISH);
    }

    private static String time(String text) {
        Matcher clock = TIME.matcher(text);
        assertThat(clock.find()).as(text).isTrue();
        LocalTime start = LocalTime.of(Integer.parseInt(clock.group(1)), Integer.parseInt(clock.group(2)));
        Duration span = Duration.ZERO;
        for (Matcher part = SPAN.matcher(text); part.find();) {
            long number = Long.parseLong(part.group(1));
            span = span.plus(part.group(2).equals("hour") ? Duration.ofHours(number) : Duration.ofMinutes(number));
        }
        assertThat(span).as(text).isPositive();
        LocalTime end = back(text) ? start.minus(span) : start.plus(span);
        return "%d:%02d".formatted(end.getHour(), end.getMinute());
    }

    private static boolean back(String text) {
        return BACK.matcher(text).find();
    }

    private static long days(String text) {
        Matcher days = DAYS.matcher(text);
        assertThat(days.find()).as(text).isTrue();
        return Long.parseLong(days.group(1)) * (days.group(2).equals("week") ? 7 : 1);
    }

    private static String name(Month month) {
        return month.getDisplayName(TextStyle.FULL, Locale.ENGLISH);
    }

    @Test
    void aDateCanBeWrittenInManyWaysAndKeepsItsKey() {
        Map<String, String> answers = new HashMap<>();
        Map<String, Integer> ways = new HashMap<>();
        Drawn.each(new DatesTask(), ITEMS, question -> {
            String before = answers.putIfAbsent(question.contentKey(), question.finalAnswer());
            assertThat(before == null || before.equals(question.finalAnswer())).as(question.contentKey()).isTrue();
            ways.merge(question.contentKey(), 1, Integer::sum);
        });
        assertThat(ways.values()).anyMatch(count -> count > 5);
    }

    @Test
    void aQuestionInWeeksHasTheKeyOfTheSameDays() {
        Drawn.each(new DatesTask(), ITEMS, question -> {
            if (question.contentKey().startsWith("date:") && Drawn.plain(question).contains(" week")) {
                long told = Long.parseLong(Drawn.key(question).get(2).substring(1));
                assertThat(told).isEqualTo(days(Drawn.plain(question)));
                assertThat(question.answer()).startsWith("7*" + told / 7 + "=" + told + ". ");
            }
        });
    }

    @Test
    void hoursAndMinutesHaveTheKeyOfTheSameMinutes() {
        Drawn.each(new DatesTask(), ITEMS, question -> {
            if (question.contentKey().startsWith("time:")) {
                int told = 0;
                for (Matcher part = SPAN.matcher(Drawn.plain(question)); part.find();) {
                    told += Integer.parseInt(part.group(1)) * (part.group(2).equals("hour") ? 60 : 1);
                }
                assertThat(question.contentKey()).endsWith("" + told);
            }
        });
    }
}
