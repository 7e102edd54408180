package dev.drover.herd.task;

import dev.drover.herd.phrasing.Dice;
import dev.drover.herd.phrasing.Grammar;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** That sums are asked in many more ways than a reader could list, and answered in the order in which they are told. */
class SumPhrasingTest {

    private static final List<Item> SUMS = IntStream.range(0, 20_000)
            .mapToObj(index -> Items.at(Domain.ARITH, Part.TRAIN, 31, index))
            .filter(item -> item.contentKey().startsWith("add:"))
            .toList();

    @Test
    void bareSumsHaveMillionsOfSkeletons() {
        assertThat(Grammar.bundled().phrases("sum")).isGreaterThan(1_000_000);
        assertThat(Grammar.bundled().phrases("difference")).isGreaterThan(1_000_000);
    }

    @Test
    void thousandsOfSkeletonsComeUpInASample() {
        Set<String> skeletons = new HashSet<>();
        for (Item sum : SUMS) {
            skeletons.add(sum.question().toLowerCase(Locale.ROOT).replaceAll("\\d+", "#"));
        }

        assertThat(skeletons).hasSizeGreaterThan(7_000);
    }

    @Test
    void familiarWaysToAskAreAmongThem() {
        Set<String> skeletons = new HashSet<>();
        for (int index = 0; index < 300_000 && skeletons.size() < 100_000; index++) {
            skeletons.add(Grammar.bundled().phrase("sum", Dice.of(2, index), slots()));
        }

        assertThat(skeletons).contains("what is # + #?", "#+#", "what's # plus #?", "add # and #", "please add # to #.",
                "the sum of # and #", "how much is # plus #?", "# and #", "what do you get when you add # and #?",
                "calculate # + #.");
    }

    private static Map<String, String> slots() {
        Map<String, String> slots = new HashMap<>(Scene.draw(Dice.of(1)));
        slots.put("a", "#");
        slots.put("b", "#");
        return slots;
    }

    @Test
    void workingStartsWithTheOperandsInTheOrderOfTheQuestion() {
        Pattern numbers = Pattern.compile("[^\\d.]*\\b(\\d+)\\b ?(?:\\+|plus|and|with|&) ?(\\d+)\\b[^\\d.]*");
        int checked = 0;
        for (Item sum : SUMS) {
            var matcher = numbers.matcher(sum.question());
            if (matcher.matches()) {
                assertThat(sum.answer()).as(sum.toString()).startsWith(matcher.group(1) + "+" + matcher.group(2) + ".");
                checked++;
            }
        }
        assertThat(checked).isGreaterThan(1_000);
    }

    @Test
    void largerAndSmallerNumbersComeFirstEquallyOften() {
        long ascending = SUMS.stream().filter(sum -> {
            String[] operands = sum.steps().getFirst().split("\\+", -1);
            return Integer.parseInt(operands[0]) < Integer.parseInt(operands[1]);
        }).count();

        assertThat((double) ascending / SUMS.size()).isBetween(0.45, 0.55);
    }

    @Test
    void halfOfTheSumsHaveTwoNumbersBelowAHundred() {
        long small = SUMS.stream()
                .filter(sum -> List.of(sum.contentKey().split(":", -1)).stream().skip(1).allMatch(n -> n.length() <= 2))
                .count();

        assertThat((double) small / SUMS.size()).isBetween(0.5, 0.85);
    }

    @Test
    void numbersComeInWordsToo() {
        assertThat(SUMS).anyMatch(sum -> sum.question().matches("(?is).*\\b(forty|fifty)[- ](three|seven)\\b.*"));
    }

    @Test
    void aNumberInWordsEndsBeforeTheNextBegins() {
        String tens = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety";
        String ones = "one|two|three|four|five|six|seven|eight|nine";
        Pattern joined = Pattern.compile("(?i)\\b(" + tens + ")[- ](" + ones + ")\\b");
        for (Item sum : SUMS) {
            Matcher words = joined.matcher(sum.question());
            List<String> operands = List.of(sum.contentKey().split(":", -1));
            while (words.find()) {
                int value = 10 * (2 + List.of(tens.split("\\|", -1)).indexOf(words.group(1).toLowerCase(Locale.ROOT)))
                        + 1 + List.of(ones.split("\\|", -1)).indexOf(words.group(2).toLowerCase(Locale.ROOT));
                assertThat(operands).as(sum.toString()).contains(String.valueOf(value));
            }
        }
    }

    @Test
    void theBareFormIsCommon() {
        long bare = SUMS.stream().filter(sum -> sum.question().matches("\\d+ ?\\+ ?\\d+[ =?]*")).count();

        assertThat((double) bare / SUMS.size()).isGreaterThan(0.01);
    }

    @Test
    void questionsComeWithAndWithoutMarksAndCapitals() {
        assertThat(SUMS.stream().map(Item::question)).anyMatch(text -> text.endsWith("?"))
                .anyMatch(text -> text.matches("what('s| is|s) (\\d+) ?(plus|\\+) ?(\\d+)"))
                .anyMatch(text -> text.matches("[^a-z]*[A-Z]{5}[^a-z]*"));
    }
}
