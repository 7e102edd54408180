package dev.drover.herd.task;

import java.math.BigInteger;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.TextStyle;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Final answers against what other means make of the content key: the JDK's calendar, big integers, an interpreter. */
class AnswerTruthTest {

    private static final int ITEMS = 6_000;

    @Test
    void arithmeticIsTrue() {
        each(Domain.ARITH, item -> {
            String[] key = item.contentKey().split(":", -1);
            BigInteger first = new BigInteger(key[1]);
            BigInteger second = new BigInteger(key[2]);
            BigInteger expected = switch (key[0]) {
                case "add" -> first.add(second);
                case "sub" -> first.subtract(second);
                default -> first.multiply(second);
            };
            assertThat(item.finalAnswer()).as(item.toString()).isEqualTo(expected.toString());
        });
    }

    @Test
    void datesAreTrueInAYearOf365Days() {
        each(Domain.DATES, item -> {
            String[] key = item.contentKey().split(":", -1);
            if (key[0].equals("date")) {
                LocalDate start = LocalDate.of(2001, Integer.parseInt(key[1].substring(3)),
                        Integer.parseInt(key[1].substring(0, 2)));
                LocalDate end = start.plusDays(Integer.parseInt(key[2]));
                String month = end.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
                assertThat(item.finalAnswer()).as(item.toString()).isEqualTo(end.getDayOfMonth() + " " + month);
            }
        });
    }

    @Test
    void weekdaysAreTrue() {
        each(Domain.DATES, item -> {
            String[] key = item.contentKey().split(":", -1);
            if (key[0].equals("day")) {
                DayOfWeek end = DayOfWeek.of(Integer.parseInt(key[1])).plus(Integer.parseInt(key[2]));
                assertThat(item.finalAnswer()).isEqualTo(end.getDisplayName(TextStyle.FULL, Locale.ENGLISH));
            }
        });
    }

    @Test
    void timesAreTrue() {
        each(Domain.DATES, item -> {
            String[] key = item.contentKey().split(":", -1);
            if (key[0].equals("time")) {
                LocalTime end = LocalTime.of(Integer.parseInt(key[1]), Integer.parseInt(key[2]))
                        .plusMinutes(Integer.parseInt(key[3]));
                assertThat(item.finalAnswer()).as(item.toString())
                        .isEqualTo("%d:%02d".formatted(end.getHour(), end.getMinute()));
            }
        });
    }

    @Test
    void lettersAreSortedTurnedCountedAndPicked() {
        each(Domain.TEXT, item -> {
            String[] key = item.contentKey().split(":", -1);
            List<String> letters = List.of(key[key.length - 1].split(",", -1));
            switch (key[0]) {
                case "sort" -> assertThat(item.finalAnswer())
                        .isEqualTo(letters.stream().sorted().collect(Collectors.joining(" ")));
                case "reverse" -> assertThat(item.finalAnswer()).isEqualTo(String.join(" ", letters.reversed()));
                case "count" -> assertThat(item.finalAnswer())
                        .isEqualTo(String.valueOf(letters.stream().filter(key[1]::equals).count()));
                case "nth" -> assertThat(item.finalAnswer()).isEqualTo(letters.get(Integer.parseInt(key[1]) - 1));
                case "largest" -> assertThat(item.finalAnswer()).isEqualTo(extreme(letters, Comparator.reverseOrder()));
                case "smallest" ->
                    assertThat(item.finalAnswer()).isEqualTo(extreme(letters, Comparator.naturalOrder()));
                case "bullets" -> assertThat(item.finalAnswer()).isEqualTo("- " + String.join("\n- ", letters));
                case "rows" -> assertThat(item.finalAnswer().lines().count()).isEqualTo(key[1].split(";", -1).length);
                default -> throw new AssertionError("unknown kind of text: " + item.contentKey());
            }
        });
    }

    private static String extreme(List<String> numbers, Comparator<Integer> order) {
        return numbers.stream().map(Integer::valueOf).min(order).orElseThrow().toString();
    }

    @Test
    void programsPrintWhatAnInterpreterPrints() {
        each(Domain.CODE, item -> {
            String[] lines = item.contentKey().substring("code:".length()).split(";", -1);
            Interpreter interpreter = new Interpreter();
            Arrays.stream(lines, 0, lines.length - 1).forEach(interpreter::run);

            assertThat(item.finalAnswer()).as(item.toString())
                    .isEqualTo(interpreter.run("print " + lines[lines.length - 1]));
        });
    }

    @Test
    void factsAreThoseOfTheTable() {
        Map<String, Person> people = Encyclopedia.people()
                .stream()
                .collect(Collectors.toMap(Person::name, person -> person));
        each(Domain.FACTS, item -> {
            Person person = Objects.requireNonNull(people.get(item.answer().substring(0, item.answer().indexOf(','))));
            assertThat(item.question()).contains(person.name());
            String expected = switch (item.contentKey().substring(0, item.contentKey().indexOf(':'))) {
                case "fact-place" -> person.town();
                case "fact-year" -> String.valueOf(person.year());
                case "fact-trade" -> person.trade();
                case "fact-instrument" -> person.instrument();
                default -> person.description();
            };
            assertThat(item.finalAnswer()).isEqualTo(expected);
        });
    }

    @Test
    void unknownRequestsAllGetTheSameAnswer() {
        each(Domain.OTHER, item -> assertThat(item.answer())
                .isEqualTo("I can do sums, dates, lists, small programs and my own encyclopedia."));
    }

    private static void each(Domain domain, Consumer<Item> check) {
        for (int index = 0; index < ITEMS; index++) {
            check.accept(Items.at(domain, Part.DEV, 21, index, (index % 6) / 5.0));
        }
    }
}
