package dev.drover.engine.tokenizer;

import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Where texts are cut, bars between the pieces; the cuts are those of the models' own expressions in Python's regex. */
class PretokenizerTest {

    @ParameterizedTest
    @ValueSource(strings = {"Hello| world|'s| | end", "I|'|LL| we|'ll", "12345| 678", "a|\n|\n|b| \n| c", "x|  ",
            "tab|\t|\t|x", "!?!| a|...|\n", "e|\u0302|\u00E9| \u00F1", "\u4E2D\u6587|\uFF0C|\u5B57",
            "a|\uD83D\uDE42|b| \uD83D\uDC68\u200D\uD83D\uDC67", "\u00A0|x|\u3000|y", "3|.|14|e|10", "a|_|b|-|c",
            "\r\n\r\n| a", "\u00B2\u00BD\u2167", "foo|();|\n\n | bar", "na\u00EFve| | caf\u00E9", "\uFEFF|x",
            "\u0000\u0001|a", "\u200B|x| \u200B"})
    void gpt2TakesABlankAlongAndNumbersWhole(String cut) {
        check("gpt-2", cut);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Hello| world|'s| | end", "I|'LL| we|'ll", "123|45| |678", "a|\n\n|b| \n| c", "x|  ",
            "tab|\t|\tx", "!?!| a|...\n", "e|\u0302\u00E9| \u00F1", "\u4E2D\u6587|\uFF0C\u5B57",
            "a|\uD83D\uDE42b| \uD83D\uDC68\u200D\uD83D\uDC67", "\u00A0x|\u3000y", "3|.|14|e|10", "a|_b|-c",
            "\r\n\r\n| a", "\u00B2\u00BD\u2167", "foo|();\n\n| | bar", "na\u00EFve| | caf\u00E9", "\uFEFFx",
            "\u0000\u0001|a", "\u200Bx| \u200B"})
    void llama3TakesThreeDigitsAndAnySignBeforeAWord(String cut) {
        check("llama-bpe", cut);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Hello| world|'s| | end", "I|'LL| we|'ll", "1|2|3|4|5| |6|7|8", "a|\n\n|b| \n| c", "x|  ",
            "tab|\t|\tx", "!?!| a|...\n", "e|\u0302\u00E9| \u00F1", "\u4E2D\u6587|\uFF0C\u5B57",
            "a|\uD83D\uDE42b| \uD83D\uDC68\u200D\uD83D\uDC67", "\u00A0x|\u3000y", "3|.|1|4|e|1|0", "a|_b|-c",
            "\r\n\r\n| a", "\u00B2|\u00BD|\u2167", "foo|();\n\n| | bar", "na\u00EFve| | caf\u00E9", "\uFEFFx",
            "\u0000\u0001|a", "\u200Bx| \u200B"})
    void qwenTakesEachDigitAlone(String cut) {
        check("qwen2", cut);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Hello| world|'s| | end", "I|'|LL| we|'ll", "1|2|3|4|5| |6|7|8", "a|\n|\n|b| \n| c", "x|  ",
            "tab|\t|\t|x", "!?!| a|...|\n", "e|\u0302|\u00E9| \u00F1", "\u4E2D\u6587|\uFF0C|\u5B57",
            "a|\uD83D\uDE42|b| \uD83D\uDC68\u200D\uD83D\uDC67", "\u00A0|x|\u3000|y", "3|.|1|4|e|1|0", "a|_|b|-|c",
            "\r\n\r\n| a", "\u00B2|\u00BD|\u2167", "foo|();|\n\n | bar", "na\u00EFve| | caf\u00E9", "\uFEFF|x",
            "\u0000\u0001|a", "\u200B|x| \u200B"})
    void starcoderIsGpt2WithEachDigitAlone(String cut) {
        check("starcoder", cut);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Hello| world|'s| | end", "I|'LL| we|'ll| don|'t", "1|2|3|4|5| |6|7|8", "a|\n\n|b| \n| c",
            "x|  ", "tab|\t|\tx", "!?!| a|...\n", "e\u0302\u00E9| \u00F1", "\u4E2D\u6587|\uFF0C\u5B57",
            "a|\uD83D\uDE42b| \uD83D\uDC68\u200D\uD83D\uDC67", "3|.|1|4|e|1|0", "a|_b|-c|/d|//", "\r\n\r\n| a",
            "foo|();\n\n| | bar", "na\u00EFve| | caf\u00E9", "camel|Case| XMLHttp| ABC",
            "\u041F\u0440\u0438\u0432\u0435\u0442| \u05E9\u05DC\u05D5\u05DD", "if| (|x|<=|1|)| {$|y|+=`|z|`;}",
            "\u304B\u306A\u30AB\u30CA\u6F22\u5B57kana", "\uD55C\uAD6D\uC5B4| text"})
    void tekkenBeginsWordsAtCapitalsAndTakesEachDigitAlone(String cut) {
        check("tekken", cut);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Hello| world's| | end", "I'LL| we'll| don't", "123|45| |678", "a|\n\n|b| \n| c", "x|  ",
            "tab|\t|\tx", "!?!| a|...\n", "e\u0302\u00E9| \u00F1", "\u4E2D\u6587|\uFF0C\u5B57",
            "a|\uD83D\uDE42b| \uD83D\uDC68\u200D\uD83D\uDC67", "3|.|14|e|10", "a|_b|-c|/d|//", "\r\n\r\n| a",
            "foo|();\n\n| | bar", "na\u00EFve| | caf\u00E9", "camel|Case| XMLHttp| ABC",
            "\u041F\u0440\u0438\u0432\u0435\u0442| \u05E9\u05DC\u05D5\u05DD", "if| (|x|<=|1|)| {$|y|+=`|z|`;}",
            "\u304B\u306A\u30AB\u30CA\u6F22\u5B57kana", "\uD55C\uAD6D\uC5B4| text"})
    void gpt4oBeginsWordsAtCapitalsAndKeepsContractions(String cut) {
        check("gpt-4o", cut);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Hello| world|'|s| | end", "I|'|LL| we|'|ll| don|'|t", "123|45| |678", "a|\n|\n|b| \n| c",
            "x|  ", "tab|\t|\t|x", "!?!| a|...|\n", "e|\u0302|\u00E9| \u00F1", "\u4E2D\u6587|\uFF0C|\u5B57",
            "a|\uD83D\uDE42|b| \uD83D\uDC68\u200D\uD83D\uDC67", "3|.|14|e|10", "a|_|b|-|c|/|d|//", "\r\n\r\n| a",
            "foo|();|\n\n | bar", "na\u00EFve| | caf\u00E9", "camelCase| XMLHttp| ABC",
            "\u041F\u0440\u0438\u0432\u0435\u0442| \u05E9\u05DC\u05D5\u05DD", "if| |(|x|<=|1|)| |{$|y|+=`|z|`;}",
            "\u304B\u306A\u30AB\u30CA\u6F22\u5B57kana", "\uD55C\uAD6D\uC5B4| text"})
    void falconCutsSignsFirst(String cut) {
        check("falcon", cut);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Hello| world|'|s| | end", "I|'|LL| we|'|ll| don|'|t", "1|2|3|4|5| |6|7|8",
            "a|\n|\n|b| |\n| c", "x|  ", "tab|\t|\tx", "!?!| a|...|\n", "e|\u0302|\u00E9| \u00F1",
            "\u4E2D\u6587|\uFF0C|\u5B57", "a|\uD83D\uDE42|b| \uD83D\uDC68|\u200D|\uD83D\uDC67", "3|.|1|4|e|1|0",
            "a|_|b|-|c|/|d|//", "\r|\n|\r|\n| a", "foo|();|\n|\n| | bar", "na\u00EFve| | caf\u00E9",
            "camelCase| XMLHttp| ABC", "\u041F\u0440\u0438\u0432\u0435\u0442| \u05E9\u05DC\u05D5\u05DD",
            "if| (|x|<=|1|)| {|$|y|+=`|z|`|;}", "\u304B\u306A\u30AB\u30CA\u6F22\u5B57|kana",
            "\uD55C\uAD6D\uC5B4| text"})
    void deepseekCoderCutsLinesThenWords(String cut) {
        check("deepseek-coder", cut);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Hello| world|'s| | end", "I|'LL| we|'ll| don|'t", "123|45| |678", "a|\n\n|b| \n| c",
            "x|  ", "tab|\t|\tx", "!?!| a|...\n", "e\u0302\u00E9| \u00F1", "\u4E2D\u6587|\uFF0C|\u5B57",
            "a|\uD83D\uDE42|b| \uD83D\uDC68|\u200D|\uD83D\uDC67", "3|.|14|e|10", "a|_b|-c|/d|//", "\r\n\r\n| a",
            "foo|();\n\n| | bar", "na\u00EFve| | caf\u00E9", "camelCase| XMLHttp| ABC",
            "\u041F\u0440\u0438\u0432\u0435\u0442| \u05E9\u05DC\u05D5\u05DD", "if| (|x|<=|1|)| {$|y|+=`|z|`;}",
            "\u304B\u306A\u30AB\u30CA\u6F22\u5B57|kana", "\uD55C\uAD6D\uC5B4| text"})
    void deepseek3CutsNumbersThenEastAsianRuns(String cut) {
        check("deepseek-v3", cut);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Hello| world's| | end", "I'LL| we'll| don't", "12345| 678", "a|\n\n|b| \n| c", "x|  ",
            "tab|\t\t|x", "!?!| a|...\n", "e\u0302\u00E9| \u00F1", "\u4E2D\u6587|\uFF0C|\u5B57",
            "a\uD83D\uDE42b| \uD83D\uDC68\u200D\uD83D\uDC67", "3|.|14e10", "a_b-c/d//", "\r\n\r\n| a",
            "foo|()|;|\n\n | bar", "na\u00EFve| | caf\u00E9", "camelCase| XMLHttp| ABC",
            "\u041F\u0440\u0438\u0432\u0435\u0442| \u05E9\u05DC\u05D5\u05DD", "if| (|x<=1|)| {$y+=`z`;}",
            "\u304B\u306A\u30AB\u30CA\u6F22\u5B57kana", "\uD55C\uAD6D\uC5B4| text"})
    void bloomKeepsAllBetweenBlanksAndStops(String cut) {
        check("bloom", cut);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Hello| world|'s| | end", "I|'LL| we|'ll| don|'t", "1|2|3|4|5| |6|7|8", "a|\n\n|b| \n| c",
            "x|  ", "tab|\t|\tx", "!?!| a|...\n", "e\u0302\u00E9| \u00F1", "\u4E2D\u6587|\uFF0C\u5B57",
            "a|\uD83D\uDE42b| \uD83D\uDC68\u200D\uD83D\uDC67", "3|.|1|4|e|1|0", "a|_b|-c|/d|//", "\r\n\r\n| a",
            "foo|();\n\n| | bar", "na\u00EFve| | caf\u00E9", "camelCase| XMLHttp| ABC",
            "\u041F\u0440\u0438\u0432\u0435\u0442| \u05E9\u05DC\u05D5\u05DD", "if| (|x|<=|1|)| {$|y|+=`|z|`;}",
            "\u304B\u306A\u30AB\u30CA\u6F22\u5B57kana", "\uD55C\uAD6D\uC5B4| text"})
    void qwen35KeepsMarksWithTheirLetters(String cut) {
        check("qwen35", cut);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Hello| world's| | end", "I'LL| we'll| don't", "123|45| |678", "a|\n\n|b| \n| c", "x|  ",
            "tab|\t|\tx", "!?!| a|...\n", "e\u0302\u00E9| \u00F1", "\u4E2D\u6587|\uFF0C|\u5B57",
            "a|\uD83D\uDE42b| \uD83D\uDC68\u200D\uD83D\uDC67", "3|.|14|e|10", "a|_b|-c|/d|//", "\r\n\r\n| a",
            "foo|();\n\n| | bar", "na\u00EFve| | caf\u00E9", "camel|Case| XMLHttp| ABC",
            "\u041F\u0440\u0438\u0432\u0435\u0442| \u05E9\u05DC\u05D5\u05DD", "if| (|x|<=|1|)| {$|y|+=`|z|`;}",
            "\u304B\u306A\u30AB\u30CA|\u6F22\u5B57|kana", "\uD55C\uAD6D\uC5B4| text"})
    void kimiKeepsHanApart(String cut) {
        check("kimi-k2", cut);
    }

    @ParameterizedTest
    @MethodSource("names")
    void piecesAreNeverEmptyAndTogetherTheText(String name) {
        Pretokenizer pretokenizer = named(name);
        SplittableRandom random = new SplittableRandom(37);
        for (int round = 0; round < 300; round++) {
            String text = RandomText.next(random);
            List<String> pieces = pretokenizer.pieces(text);
            assertThat(pieces).doesNotContain("");
            assertThat(String.join("", pieces)).isEqualTo(text);
        }
        assertThat(pretokenizer.pieces("")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("names")
    void wordsAreCutAlikeWhereverTheyStand(String name) {
        Pretokenizer pretokenizer = named(name);
        assertThat(pretokenizer.pieces("one two\nthree")).containsSubsequence("one", " two", "three");
        assertThat(pretokenizer.pieces("x one two")).containsSubsequence("x", " one", " two");
    }

    private static List<String> names() {
        return Pretokenizer.names();
    }

    private static Pretokenizer named(String name) {
        return Objects.requireNonNull(Pretokenizer.named(name));
    }

    private static void check(String name, String cut) {
        assertThat(String.join("|", named(name).pieces(cut.replace("|", "")))).isEqualTo(cut);
    }
}
