package dev.drover.engine.tokenizer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class WordPieceEncoderTest {

    private final Map<String, Object> metadata = metadata("\u2581un", "aff", "able", "a", "\u2581want", "ed", "\u2581,",
            "\u2581the", "\u2581cafe", "\u2581Caf\u00E9", "\u2581\u4E2D", "\u2581a", "b", "\u2581\uD83D\uDE42");

    private static Map<String, Object> metadata(String... tokens) {
        List<String> texts = new ArrayList<>(List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]"));
        texts.addAll(List.of(tokens));
        int[] types = new int[texts.size()];
        Arrays.fill(types, 1);
        Arrays.fill(types, 0, 4, 3);
        return new HashMap<>(Map.of("tokenizer.ggml.model", "bert", "tokenizer.ggml.tokens", List.copyOf(texts),
                "tokenizer.ggml.token_type", types, "tokenizer.ggml.unknown_token_id", 1, "tokenizer.ggml.cls_token_id",
                2, "tokenizer.ggml.seperator_token_id", 3));
    }

    private String pieces(String text) {
        GgufVocabulary vocabulary = Tokenizers.of(metadata);
        return String.join(" ", Sketch.texts(vocabulary, vocabulary.encode(text)));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            'unaffable',               '\u2581un aff able'
            'unwanted',                '[UNK]'
            'wanted',                  '\u2581want ed'
            'UNAFFABLE',               '\u2581un aff able'
            'the caf\u00C9',           '\u2581the \u2581cafe'
            'the,the',                 '\u2581the \u2581, \u2581the'
            '\u4E2D\u4E2Dthe',         '\u2581\u4E2D \u2581\u4E2D \u2581the'
            'ab abc ab',               '\u2581a b [UNK] \u2581a b'
            't\u200Bhe',               '\u2581the'
            '[CLS]',                   '[UNK] [UNK] [UNK]'
            '\uD83D\uDE42',            '\u2581\uD83D\uDE42'
            """)
    void aWordIsItsLongestPieces(String text, String expected) {
        assertThat(pieces(text)).isEqualTo(expected);
    }

    @Test
    void allKindsOfBlanksSeparateAndNothingIsNothing() {
        assertThat(pieces("the\tthe\u00A0the\r\n\u3000the")).isEqualTo("\u2581the \u2581the \u2581the \u2581the");
        assertThat(pieces(" \t\n\u0000\uFFFD")).isEmpty();
    }

    @Test
    void aWordOfMoreThanAHundredCharactersIsUnknown() {
        assertThat(pieces("a" + "b".repeat(99))).startsWith("\u2581a b b");
        assertThat(pieces("a" + "b".repeat(100))).isEqualTo("[UNK]");
    }

    @Test
    void lettersStayAsTheyAreWhereTheFileSaysSo() {
        metadata.put("tokenizer.ggml.normalizer.lowercase", false);
        assertThat(pieces("Caf\u00E9 THE")).isEqualTo("\u2581Caf\u00E9 [UNK]");
        metadata.put("tokenizer.ggml.normalizer.strip_accents", true);
        assertThat(pieces("caf\u00E9")).isEqualTo("\u2581cafe");
    }

    @Test
    void theEndsOfATextAreClsAndSep() {
        GgufVocabulary vocabulary = Tokenizers.of(metadata);
        assertThat(vocabulary.bos()).isEqualTo(2);
        assertThat(vocabulary.eos()).isEqualTo(3);
        assertThat(vocabulary.addsBos()).isTrue();
        assertThat(vocabulary.addsEos()).isTrue();
        metadata.put("tokenizer.ggml.add_sep_token", false);
        assertThat(Tokenizers.of(metadata).addsEos()).isFalse();
    }

    @Test
    void anyTextHasTokensOfTheVocabulary() {
        GgufVocabulary vocabulary = Tokenizers.of(metadata);
        SplittableRandom random = new SplittableRandom(5);
        for (int round = 0; round < 500; round++) {
            assertThat(Arrays.stream(vocabulary.encode(RandomText.next(random))))
                    .allMatch(token -> token == 1 || token >= 4);
        }
    }
}
