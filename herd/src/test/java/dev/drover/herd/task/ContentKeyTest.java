package dev.drover.herd.task;

import dev.drover.herd.phrasing.Dice;
import dev.drover.herd.phrasing.Grammar;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** That the key which splits the contents is the content: nothing of its wording, and all that decides the answer. */
class ContentKeyTest {

    private static final int ITEMS = 2_500;

    static Stream<Task> tasks() {
        return Stream.of(new ArithTask(), new DatesTask(), new TextTask(), new CodeTask(), new MixedTask());
    }

    @ParameterizedTest
    @MethodSource("tasks")
    void oneKeyHasOneAnswer(Task task) {
        Map<String, String> answers = new HashMap<>();
        Drawn.each(task, ITEMS, question -> {
            String before = answers.putIfAbsent(question.contentKey(), question.finalAnswer());
            assertThat(before == null ? question.finalAnswer() : before).as(question.contentKey())
                    .isEqualTo(question.finalAnswer());
        });
        assertThat(answers).hasSizeGreaterThan(ITEMS / 10);
    }

    @ParameterizedTest
    @MethodSource("tasks")
    void oneTidyQuestionHasOneKey(Task task) {
        Map<String, String> keys = new HashMap<>();
        Drawn.each(task, ITEMS, question -> {
            String text = Drawn.plain(question);
            String before = keys.putIfAbsent(text, question.contentKey());
            assertThat(before == null ? question.contentKey() : before).as(text).isEqualTo(question.contentKey());
        });
    }

    @Test
    void aSumInManyWordsKeepsItsKey() {
        Map<String, Set<String>> wordings = new HashMap<>();
        Drawn.each(new ArithTask(), 4 * ITEMS,
                question -> wordings.computeIfAbsent(question.contentKey(), key -> new HashSet<>())
                        .add(Drawn.plain(question)));
        assertThat(wordings.values()).as("one content, many wordings").anyMatch(all -> all.size() > 5);
    }

    @Test
    void aSumInBothOrdersIsOneContent() {
        Set<String> keys = new HashSet<>();
        Set<String> orders = new HashSet<>();
        Drawn.each(new ArithTask(), 4 * ITEMS, question -> {
            List<String> key = Drawn.key(question);
            if (key.get(0).equals("add")) {
                keys.add(question.contentKey());
                orders.add(question.steps().getFirst());
            }
        });
        assertThat(keys)
                .allMatch(key -> Integer.parseInt(key.split(":", -1)[1]) <= Integer.parseInt(key.split(":", -1)[2]));
        assertThat(orders).as("37+58 and 58+37").hasSizeGreaterThan(keys.size());
    }

    @ParameterizedTest
    @EnumSource(value = Domain.class, names = {"ARITH", "MIXED"})
    void anEarlierTurnIsOfTheSamePartAsTheQuestion(Domain domain) {
        Map<String, Set<Part>> parts = new HashMap<>();
        for (Part part : Part.values()) {
            for (int index = 0; index < 1_000; index++) {
                List<Turn> messages = Items.at(domain, part, 6, index).messages();
                if (messages.size() > 2) {
                    String answer = messages.get(messages.size() - 2).content();
                    if (answer.matches("(?s)\\d+[+*]\\d+\\. .*")) {
                        String[] operands = answer.substring(0, answer.indexOf('.')).split("[+*]", -1);
                        String kind = answer.contains("*") ? "mul:" : "add:";
                        int one = Integer.parseInt(operands[0]);
                        int two = Integer.parseInt(operands[1]);
                        String key = kind + Math.min(one, two) + ":" + Math.max(one, two);
                        parts.computeIfAbsent(key, any -> new HashSet<>()).add(part);
                        assertThat(Part.of(key)).as(answer).isEqualTo(part);
                    }
                }
            }
        }
        assertThat(parts).isNotEmpty();
    }

    @Test
    void keysHoldNoWordOfTheQuestionsFrame() {
        Drawn.each(new DatesTask(), ITEMS, question -> assertThat(question.contentKey()).matches(
                "date:\\d\\d-\\d\\d:[+-]\\d+|day:[1-7]:[+-]\\d+|time:\\d+:\\d\\d:[+-]\\d+|unit:[a-z]+:\\d+(:\\d+)?"));
        Drawn.each(new CodeTask(), ITEMS / 2,
                question -> assertThat(question.contentKey()).matches("code:(\\w[+*-]?=\\w+([+*-]\\w+)?;)+\\w"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"fact-place", "fact-year", "fact-trade", "fact-instrument", "fact-all"})
    void wordingsOfAFactDifferInMoreThanTheirMarks(String rule) {
        Grammar grammar = Grammar.bundled();
        assertThat(IntStream.range(0, grammar.size(rule))
                .mapToObj(line -> grammar.phrase(rule, line, Dice.of(1), Map.of("who", "X")).replaceAll("\\W", ""))
                .toList()).doesNotHaveDuplicates();
    }

    @Test
    void aFactIsSplitByItsWordingAloneSoThatEverybodyIsMet() {
        Map<String, Set<String>> people = new HashMap<>();
        for (int index = 0; index < 2_000; index++) {
            Question question = new FactsTask().draw(Dice.of(9, index), 1);
            String name = Drawn.protectedParts(question.prompt()).getFirst();
            people.computeIfAbsent(question.contentKey(), key -> new HashSet<>()).add(name);
            assertThat(question.contentKey()).doesNotContain(name);
        }
        assertThat(people.values()).allMatch(names -> names.size() > 1);
    }
}
