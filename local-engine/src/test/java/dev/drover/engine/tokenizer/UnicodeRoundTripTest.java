package dev.drover.engine.tokenizer;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Any text comes back byte for byte, and no prefix of its tokens is anything but a prefix of it. */
class UnicodeRoundTripTest {

    private static final String[] MERGES = {"\u00C3 \u00A9", "\u00F0 \u0141", "\u00F0\u0141 \u013B", "\u0120 a", "a a",
            "\u00E4 \u00B8", "\u010A \u010A", "\u0122 a"};

    @ParameterizedTest
    @ValueSource(strings = {"", "\u0000", "\u0000a\u0000", "\u0001\u001B[31m\u007F", "\uFEFFbom", "a\uFEFF",
            "\u0085\u2028", "e\u0301\u0302\u0303", "\u1100\u1161\u11A8", "\u0644\u0627 \u202Ertl\u202C",
            "\u4E2D\u6587\u5B57", "\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67", "\uD83C\uDDE9\uD83C\uDDEA",
            "\u2764\uFE0F", "\uDBFF\uDFFF", "\uFFFF\uFFFE\uFFFD", "\u00E9\u00E9 \u00E9", "\u0120\u010A", "<0x41><0xC3>",
            "\u00A0 \u3000", "\uD835\uDD4F\uD800\uDC00", "\r\n\r\n\t ", "<|end", "</s", "\u00C3\u00A9"})
    void everyVocabularyGivesTheTextBack(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        vocabularies().forEach(vocabulary -> {
            assertThat(bytes(vocabulary, vocabulary.encode(text))).isEqualTo(utf8);
            assertThat(bytes(vocabulary, vocabulary.encode("aa " + text + " aa")))
                    .isEqualTo(("aa " + text + " aa").getBytes(StandardCharsets.UTF_8));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uD83D", "\uDE42", "a\uD83Db", "\uDE42\uD83D", "\uD83D\uD83D\uDE42"})
    void halfASurrogatePairIsAQuestionMark(String text) {
        vocabularies().forEach(
                vocabulary -> assertThat(new String(bytes(vocabulary, vocabulary.encode(text)), StandardCharsets.UTF_8))
                        .isEqualTo(RandomText.wellFormed(text))
                        .contains("?"));
    }

    @Test
    void everyCharacterOfTheFirstPlaneComesBack() {
        List<GgufVocabulary> vocabularies = vocabularies().toList();
        for (int from = 0; from < 0x10000; from += 0x100) {
            StringBuilder block = new StringBuilder();
            for (int at = from; at < from + 0x100; at++) {
                block.append(Character.isSurrogate((char) at) || at == SentencePieceEncoder.BLANK ? '_' : (char) at);
            }
            String text = block.toString();
            for (GgufVocabulary vocabulary : vocabularies) {
                assertThat(new String(bytes(vocabulary, vocabulary.encode(text)), StandardCharsets.UTF_8))
                        .isEqualTo(text);
            }
        }
    }

    @Test
    void aStreamShowsWholeCharactersOnlyWhereverItIsCut() throws Exception {
        String text = "a\u00E9\u4E2D\uD83D\uDE42e\u0301 \uD83D\uDC68\u200D\uD83D\uDC69 z";
        for (GgufVocabulary vocabulary : vocabularies().toList()) {
            int[] tokens = vocabulary.encode(text);
            CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT);
            StringBuilder shown = new StringBuilder();
            ByteBuffer open = ByteBuffer.allocate(0);
            for (int token : tokens) {
                byte[] bytes = vocabulary.bytes(token);
                open = ByteBuffer.allocate(open.remaining() + bytes.length).put(open).put(bytes).flip();
                CharBuffer characters = CharBuffer.allocate(open.remaining() + 1);
                assertThat(decoder.decode(open, characters, false).isError()).isFalse();
                shown.append(characters.flip());
                assertThat(text).startsWith(shown);
                assertThat(open.remaining()).isLessThan(4);
            }
            assertThat(shown).hasToString(text);
        }
    }

    @Test
    void bytesThatAreNoTextStayWhatTheyAre() {
        GgufVocabulary vocabulary = Tokenizers.of(Sketch.byteLevel("gpt-2"));
        for (int value = 0; value < 256; value++) {
            assertThat(vocabulary.bytes(Sketch.FIRST_BYTE + value)).containsExactly(value);
        }
        GgufVocabulary pieces = pieces();
        for (int value = 0; value < 256; value++) {
            assertThat(pieces.bytes(3 + value)).containsExactly(value);
        }
    }

    @Test
    void aByteThatIsHandedOutIsNotTheVocabularysOwn() {
        GgufVocabulary vocabulary = Tokenizers
                .of(Map.of("tokenizer.ggml.model", "llama", "tokenizer.ggml.tokens", List.of("<unk>", "a"),
                        "tokenizer.ggml.scores", new float[2], "tokenizer.ggml.token_type", new int[] {2, 1}));
        for (int token = 0; token < 2; token++) {
            byte[] before = vocabulary.bytes(token).clone();
            vocabulary.bytes(token)[0] = 'x';
            assertThat(vocabulary.bytes(token)).isEqualTo(before);
        }
    }

    private static Stream<GgufVocabulary> vocabularies() {
        return Stream.concat(Stream.of("gpt-2", "llama-bpe", "qwen2", "deepseek-llm", "starcoder")
                .map(pre -> Tokenizers.of(Sketch.byteLevel(pre, MERGES))), Stream.of(pieces()));
    }

    private static GgufVocabulary pieces() {
        Map<String, Float> scored = new LinkedHashMap<>();
        for (String each : List.of("\u2581", "a", "aa", "\u00E9", "\u00E9\u00E9", "\u4E2D", "\u2581a",
                "\uD83D\uDE42")) {
            scored.put(each, (float) -scored.size());
        }
        Map<String, Object> metadata = Sketch.sentencePiece(scored);
        metadata.put("tokenizer.ggml.add_space_prefix", false);
        return Tokenizers.of(metadata);
    }

    private static byte[] bytes(GgufVocabulary vocabulary, int[] tokens) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int token : tokens) {
            bytes.writeBytes(vocabulary.bytes(token));
        }
        return bytes.toByteArray();
    }
}
