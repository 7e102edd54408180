package dev.drover.herd.task;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Lists of letters, numbers and rows, read from the question itself and worked on by plain Java. */
class TextQuestionTest {

    private static final int ITEMS = 4_000;

    @Test
    void lettersAreSortedAsTheyStandInTheQuestion() {
        each("sort", question -> {
            List<String> letters = new ArrayList<>(letters(question));
            assertThat(letters).doesNotHaveDuplicates();
            Collections.sort(letters);
            assertThat(question.finalAnswer()).isEqualTo(String.join(" ", letters));
            assertThat(question.answer()).startsWith(letters.size() + " letters. ");
        });
    }

    @Test
    void lettersAreTurnedRoundWithTheirNumbers() {
        each("reverse", question -> {
            List<String> letters = letters(question);
            assertThat(question.finalAnswer()).isEqualTo(String.join(" ", letters.reversed()));
            assertThat(Drawn.numbers(question.answer())).startsWith(1)
                    .hasSize(2 * letters.size())
                    .endsWith(1)
                    .element(letters.size() - 1)
                    .isEqualTo(letters.size());
        });
    }

    @Test
    void lettersAreCountedOneByOne() {
        each("count", question -> {
            List<String> parts = Drawn.protectedParts(question.prompt());
            String one = parts.stream().filter(part -> part.length() == 1).findFirst().orElseThrow();
            long count = letters(question).stream().filter(one::equals).count();
            assertThat(question.finalAnswer()).isEqualTo("" + count);
            String told = question.answer().substring(0, question.answer().indexOf('.'));
            List<Integer> counted = Drawn.numbers(told);
            for (int at = 0; at < counted.size(); at++) {
                assertThat(counted.get(at)).as(told).isEqualTo(at + 1);
            }
            assertThat(counted).hasSize((int) count);
        });
    }

    @Test
    void theLetterOfAPlaceIsFoundInDigitsAndInWords() {
        List<String> words = List.of("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth",
                "ninth");
        Map<Boolean, Integer> spelled = new HashMap<>();
        each("nth", question -> {
            String text = Drawn.PROTECTED.matcher(question.prompt()).replaceAll("");
            List<Integer> numbers = Drawn.numbers(text);
            int place = numbers.isEmpty() ? 0 : numbers.getFirst();
            for (int at = 0; at < words.size(); at++) {
                place = text.contains(" " + words.get(at)) ? at + 1 : place;
            }
            assertThat(question.finalAnswer()).as(question.toString()).isEqualTo(letters(question).get(place - 1));
            spelled.merge(numbers.isEmpty(), 1, Integer::sum);
        });
        assertThat(spelled).hasSize(2);
    }

    @Test
    void theLargestAndSmallestNumbersAreThoseOfTheList() {
        each("largest", question -> assertThat(question.finalAnswer())
                .isEqualTo("" + Collections.max(Drawn.numbers(question.prompt()))));
        each("smallest", question -> assertThat(question.finalAnswer())
                .isEqualTo("" + Collections.min(Drawn.numbers(question.prompt()))));
    }

    @Test
    void theBestSoFarIsCarriedAlongTheList() {
        each("largest", question -> {
            List<Integer> told = Drawn.numbers(question.answer());
            List<Integer> listed = Drawn.numbers(question.prompt());
            int best = listed.getFirst();
            for (int at = 1; at < listed.size(); at++) {
                assertThat(told.subList(3 * at - 2, 3 * at + 1)).as(question.answer())
                        .containsExactly(best, listed.get(at), Math.max(best, listed.get(at)));
                best = Math.max(best, listed.get(at));
            }
        });
    }

    @Test
    void goodsBecomeBulletsInTheirOrder() {
        each("bullets", question -> {
            String[] goods = Drawn.protectedParts(question.prompt()).getFirst().split(", ", -1);
            assertThat(question.finalAnswer().lines())
                    .containsExactlyElementsOf(List.of(goods).stream().map(one -> "- " + one).toList());
            assertThat(question.answer()).startsWith(goods.length + " items.").endsWith(goods[goods.length - 1]);
        });
    }

    @Test
    void rowsBecomeSentencesInTheirOrder() {
        each("rows", question -> {
            String[] rows = Drawn.protectedParts(question.prompt()).getFirst().split("; |\n| \\| ", -1);
            List<String> sentences = new ArrayList<>();
            for (String row : rows) {
                String[] cell = row.split(" ", -1);
                sentences.add("%s is %s and a %s.".formatted((Object[]) cell));
            }
            assertThat(question.finalAnswer().lines()).containsExactlyElementsOf(sentences);
        });
    }

    @Test
    void listsReachTheModelAsTheyAreWhateverTheDisguise() {
        for (int index = 0; index < ITEMS; index++) {
            Item item = Items.at(Domain.TEXT, Part.TRAIN, 53, index);
            String[] key = item.contentKey().split(":", -1);
            String tight = item.question().replaceAll("[\\s,;|]+", "");
            String list = key[key.length - 1].replaceAll("[\\s,;|]+", "");
            assertThat(tight.toLowerCase(Locale.ROOT)).as(item.toString()).contains(list.toLowerCase(Locale.ROOT));
        }
    }

    private static void each(String kind, Consumer<Question> check) {
        int[] checked = new int[1];
        Drawn.each(new TextTask(), ITEMS, question -> {
            if (question.contentKey().startsWith(kind + ":")) {
                check.accept(question);
                checked[0]++;
            }
        });
        assertThat(checked[0]).isGreaterThan(ITEMS / 30);
    }

    private static List<String> letters(Question question) {
        return List.of(Drawn.protectedParts(question.prompt())
                .stream()
                .filter(part -> part.length() > 1)
                .findFirst()
                .orElseThrow()
                .split(",? |,", -1));
    }
}
