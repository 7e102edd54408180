package dev.drover.herd.vocabulary;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PiecesTest {

    @Test
    void wordsKeepTheBlankBeforeThem() {
        assertThat(Pieces.of("What is love")).containsExactly("What", " is", " love");
    }

    @Test
    void numbersAndMarksStandAlone() {
        assertThat(Pieces.of("37+58=95.")).containsExactly("37", "+", "58", "=", "95", ".");
    }

    @Test
    void shortFormsAreCutAtTheApostrophe() {
        assertThat(Pieces.of("it's what we'll do")).containsExactly("it", "'s", " what", " we", "'ll", " do");
    }

    @Test
    void lastOfSeveralBlanksGoesWithTheWord() {
        assertThat(Pieces.of("a   b")).containsExactly("a", "  ", " b");
        assertThat(Pieces.of("a  ")).containsExactly("a", "  ");
    }

    @Test
    void lineBreaksArePiecesToo() {
        assertThat(Pieces.of("a\nb\n\n c")).containsExactly("a", "\n", "b", "\n\n", " c");
    }

    @Test
    void lettersOfAnyScriptAreLetters() {
        assertThat(Pieces.of("h\u00e9 \u65e5\u672c \u00bd")).containsExactly("h\u00e9", " \u65e5\u672c", " \u00bd");
    }
}
