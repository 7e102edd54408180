package dev.drover.herd.phrasing;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What a disguise may never touch, on random texts: figures, their order, and what stands between protecting marks. */
class DisguisedContentTest {

    private static final Pattern NUMBER = Pattern.compile("\\d+");
    private final SplittableRandom random = new SplittableRandom(12);

    @Test
    void figuresKeepTheirDigitsAndTheirOrder() {
        for (int round = 0; round < 2_000; round++) {
            List<String> words = new ArrayList<>();
            List<String> figures = new ArrayList<>();
            for (int at = 0; at < 3 + random.nextInt(5); at++) {
                figures.add("" + (1_000 + random.nextInt(9_000)));
                words.add(Words.word(Dice.of(round, at)));
                words.add(figures.getLast());
            }
            List<String> told = numbers(Disguise.apply(String.join(" ", words), Dice.of(round)));
            told.removeIf(number -> number.length() < 4);
            assertThat(told).isEqualTo(figures);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"37 + 58", "37+58", "3.5", "9:05", "37 - 58", "-12", "12%", "3 x 4", "$5", "25-01", "(37)",
            "(57,77)"})
    void whatAFigureIsPartOfKeepsItsSigns(String figure) {
        for (int index = 0; index < 1_500; index++) {
            String text = Disguise.apply("well, " + figure + ", isn't it?", Dice.of(index));
            assertThat(text.toLowerCase(Locale.ROOT).replace('\u2212', '-').replace("  ", " ")).contains(figure);
        }
    }

    @Test
    void severalProtectedPartsStayInTheirOrder() {
        for (int round = 0; round < 3_000; round++) {
            StringBuilder text = new StringBuilder();
            StringBuilder pattern = new StringBuilder("(?s).*");
            for (int part = 0; part < 1 + random.nextInt(4); part++) {
                String kept = part + Words.word(Dice.of(round, part)) + ", It's  \n[x];";
                text.append(part == 0 && round % 2 == 0 ? "" : " think about ").append(Disguise.protect(kept));
                pattern.append(Pattern.quote(kept)).append(".*");
            }
            assertThat(Disguise.apply(text.toString(), Dice.of(round))).matches(pattern.toString());
        }
    }

    @Test
    void theQuestionItselfIsNeverLost() {
        String question = "turn those seventeen elephants around";
        for (int index = 0; index < 2_000; index++) {
            String text = Disguise.apply(question, Dice.of(index)).toLowerCase(Locale.ROOT).replace("  ", " ");
            int same = 0;
            for (String word : question.split(" ", -1)) {
                same += text.contains(word) ? 1 : 0;
            }
            assertThat(same).as(text).isGreaterThanOrEqualTo(4);
        }
    }

    @Test
    void atMostOneWordIsMistypedAndItKeepsItsFirstLetter() {
        for (int index = 0; index < 2_000; index++) {
            String text = Disguise.apply("turn those seventeen elephants around", Dice.of(index))
                    .toLowerCase(Locale.ROOT);
            assertThat(text)
                    .containsPattern("\\bt[a-z]{2,4}  ?t[a-z]{3,5}  ?s[a-z]{7,9}  ?e[a-z]{7,9}  ?a[a-z]{4,6}\\b");
        }
    }

    @Test
    void theDiceAloneDecide() {
        for (int index = 0; index < 500; index++) {
            assertThat(Disguise.apply("what is 3 + 4?", Dice.of(index)))
                    .isEqualTo(Disguise.apply("what is 3 + 4?", Dice.of(index)));
        }
    }

    private static List<String> numbers(String text) {
        List<String> numbers = new ArrayList<>();
        for (Matcher number = NUMBER.matcher(text); number.find();) {
            numbers.add(number.group());
        }
        return numbers;
    }
}
