package dev.drover.herd.phrasing;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DisguiseTest {

    private static final String QUESTION = "what's the largest of these, please?";

    @Test
    void protectedTextIsNeverChanged() {
        for (int index = 0; index < 5_000; index++) {
            String text = Disguise.apply("sort: " + Disguise.protect("k t, a'b  Zz") + " now", Dice.of(index));

            assertThat(text).contains("k t, a'b  Zz");
        }
    }

    @Test
    void protectedTextAtTheBeginningIsNeverChanged() {
        for (int index = 0; index < 5_000; index++) {
            assertThat(Disguise.apply(Disguise.protect("Par Vodan") + " was born where?", Dice.of(index)))
                    .contains("Par Vodan");
        }
    }

    @Test
    void protectingMarksAreGoneInTheEnd() {
        for (int index = 0; index < 1_000; index++) {
            String text = Disguise.apply("sort: " + Disguise.protect("k t") + " now", Dice.of(index));

            assertThat(text.chars()).allMatch(sign -> sign < 0xE000 || sign > 0xE00F);
        }
        assertThat(Disguise.bare(Disguise.protect("x"))).isEqualTo("x");
    }

    @Test
    void everyKindOfDisguiseComesUp() {
        Set<String> worn = new HashSet<>();
        for (int index = 0; index < 5_000; index++) {
            worn.add(Disguise.apply(QUESTION, Dice.of(index)));
        }

        assertThat(worn).contains(QUESTION, "What's the largest of these, please?",
                "what's the largest of these, please", "whats the largest of these, please?",
                "WHAT'S THE LARGEST OF THESE, PLEASE?");
        assertThat(worn).anyMatch(text -> text.contains("\u2019"));
        assertThat(worn).anyMatch(text -> text.contains("  "));
        assertThat(worn).anyMatch(text -> text.startsWith("Hello"));
        assertThat(worn).anyMatch(text -> text.endsWith("step by step"));
        assertThat(worn).hasSizeGreaterThan(1_500);
    }

    @Test
    void digitsSurviveEveryDisguise() {
        for (int index = 0; index < 5_000; index++) {
            assertThat(Disguise.apply("calculate 4711 plus 815 for me", Dice.of(index))).contains("4711")
                    .contains("815");
        }
    }

    @Test
    void wordsAreRealOrPronounceable() {
        for (int index = 0; index < 1_000; index++) {
            assertThat(Words.word(Dice.of(index))).matches("[a-z]+");
        }
    }
}
