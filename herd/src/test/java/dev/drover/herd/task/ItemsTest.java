package dev.drover.herd.task;

import dev.drover.herd.grade.Grade;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class ItemsTest {

    @ParameterizedTest
    @EnumSource(Domain.class)
    void sameSeedAndIndexGiveTheSameItemInAnyOrderAndThread(Domain domain) {
        List<Item> forward = IntStream.range(0, 200)
                .mapToObj(index -> Items.at(domain, Part.TRAIN, 7, index, 0.5))
                .toList();
        List<Item> parallel = IntStream.range(0, 200)
                .parallel()
                .mapToObj(index -> Items.at(domain, Part.TRAIN, 7, 199 - index, 0.5))
                .toList();

        assertThat(parallel.reversed()).isEqualTo(forward);
    }

    @ParameterizedTest
    @EnumSource(Domain.class)
    void otherSeedsGiveOtherItems(Domain domain) {
        Set<Item> items = new HashSet<>();
        for (int seed = 0; seed < 50; seed++) {
            items.add(Items.at(domain, Part.TRAIN, seed, 3));
        }

        assertThat(items).hasSize(50);
    }

    @ParameterizedTest
    @EnumSource(Domain.class)
    void everyAnswerOfTheGeneratorsGetsFullMarks(Domain domain) {
        for (int index = 0; index < 4_000; index++) {
            Item item = Items.at(domain, Part.HELD_OUT, 11, index, (index % 11) / 10.0);

            assertThat(Grade.of(item, item.answer())).as(item.toString()).isEqualTo(new Grade(true, true));
        }
    }

    @ParameterizedTest
    @EnumSource(Domain.class)
    void contentLiesInThePartAskedFor(Domain domain) {
        for (Part part : Part.values()) {
            for (int index = 0; index < 300; index++) {
                Item item = Items.at(domain, part, 5, index);

                assertThat(Part.of(item.contentKey())).isEqualTo(part);
                assertThat(item.domain()).isEqualTo(domain);
            }
        }
    }

    @Test
    void everySumAndWeekdayOfAMixedQuestionLiesInItsPart() {
        Pattern sum = Pattern.compile("(\\d+)\\+(\\d+)(?:\\. |=)");
        Pattern day = Pattern.compile("=(\\d+)\\. \\w+ is (\\d)\\.");
        int days = 0;
        for (Part part : Part.values()) {
            for (int index = 0; index < 300; index++) {
                String answer = Items.at(Domain.MIXED, part, 7, index).answer();
                Matcher operands = sum.matcher(answer);
                assertThat(operands.find()).as(answer).isTrue();
                int one = Integer.parseInt(operands.group(1));
                int two = Integer.parseInt(operands.group(2));
                assertThat(Part.of("add:" + Math.min(one, two) + ":" + Math.max(one, two))).as(answer).isEqualTo(part);
                Matcher weekday = day.matcher(answer);
                if (weekday.find()) {
                    assertThat(Part.of("day:" + weekday.group(2) + ":+" + weekday.group(1))).as(answer).isEqualTo(part);
                    days++;
                }
            }
        }
        assertThat(days).isGreaterThan(100);
    }

    @Test
    void aFifthOfTheConversationsHaveASystemMessage() {
        long systems = IntStream.range(0, 4_000)
                .mapToObj(index -> Items.at(Domain.ARITH, Part.TRAIN, 1, index))
                .filter(item -> item.messages().getFirst().role() == Turn.Role.SYSTEM)
                .count();

        assertThat(systems).isBetween(700L, 900L);
    }

    @Test
    void aTenthOfTheConversationsHaveAnEarlierAnswer() {
        long second = IntStream.range(0, 4_000)
                .mapToObj(index -> Items.at(Domain.ARITH, Part.TRAIN, 1, index))
                .filter(item -> item.messages().stream().anyMatch(turn -> turn.role() == Turn.Role.ASSISTANT))
                .count();

        assertThat(second).isBetween(320L, 480L);
    }

    @ParameterizedTest
    @EnumSource(Domain.class)
    void conversationsAlternateAndEndWithTheQuestion(Domain domain) {
        for (int index = 0; index < 1_000; index++) {
            List<Turn> messages = Items.at(domain, Part.DEV, 2, index).messages();
            int first = messages.getFirst().role() == Turn.Role.SYSTEM ? 1 : 0;
            for (int at = first; at < messages.size(); at++) {
                Turn.Role expected = (at - first) % 2 == 0 ? Turn.Role.USER : Turn.Role.ASSISTANT;
                assertThat(messages.get(at).role()).isEqualTo(expected);
                assertThat(messages.get(at).content()).isNotBlank();
            }
            assertThat(messages.getLast().role()).isEqualTo(Turn.Role.USER);
        }
    }

    @ParameterizedTest
    @EnumSource(Domain.class)
    void noInnerMarkReachesTheModel(Domain domain) {
        for (int index = 0; index < 2_000; index++) {
            Item item = Items.at(domain, Part.TRAIN, 4, index);
            String all = item.messages() + item.answer();

            assertThat(all.chars()).as(all).noneMatch(sign -> sign >= 0xE000 && sign <= 0xE00F);
            assertThat(all).doesNotContain("<a>", "<b>", "<things>", "{", "}").doesNotContain("\\n");
        }
    }

    @Test
    void questionsAreEasyAtTheBeginningOfARun() {
        double early = averageLength(0);
        double late = averageLength(1);

        assertThat(early).isLessThan(0.75 * late);
    }

    private static double averageLength(double progress) {
        return IntStream.range(0, 1_000)
                .mapToObj(index -> Items.at(Domain.CODE, Part.TRAIN, 1, index, progress))
                .mapToInt(item -> item.answer().length())
                .average()
                .orElseThrow();
    }
}
