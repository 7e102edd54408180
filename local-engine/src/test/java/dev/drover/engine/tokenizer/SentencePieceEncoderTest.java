package dev.drover.engine.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SentencePieceEncoderTest {

    private static Map<String, Object> metadata() {
        Map<String, Float> scored = new LinkedHashMap<>();
        scored.put("\u2581", -9f);
        scored.put("a", -1f);
        scored.put("b", -1f);
        scored.put("c", -1f);
        scored.put("ab", -3f);
        scored.put("bc", -2f);
        scored.put("\u2581a", -4f);
        scored.put("aa", 0f);
        return Sketch.sentencePiece(scored);
    }

    private static List<String> tokens(Map<String, Object> metadata, String text) {
        GgufVocabulary vocabulary = Tokenizers.of(metadata);
        return Sketch.texts(vocabulary, vocabulary.encode(text));
    }

    @Test
    void theHighestScoreIsMergedFirst() {
        assertThat(tokens(metadata(), "abc")).containsExactly("\u2581a", "bc");
    }

    @Test
    void ofEqualScoresTheLeftmostIsMergedFirst() {
        assertThat(tokens(metadata(), "aaa")).containsExactly("\u2581", "aa", "a");
    }

    @Test
    void noBlankIsPutBeforeTheTextWhereTheFileSaysSo() {
        Map<String, Object> metadata = metadata();
        metadata.put("tokenizer.ggml.add_space_prefix", false);
        assertThat(tokens(metadata, "abc")).containsExactly("a", "bc");
    }

    @Test
    void anEmptyTextHasNoTokens() {
        assertThat(Tokenizers.of(metadata()).encode("")).isEmpty();
    }

    @Test
    void charactersThatAreNoTokenAreWrittenInBytes() {
        assertThat(tokens(metadata(), "a\u00e9")).containsExactly("\u2581a", "<0xC3>", "<0xA9>");
    }

    @Test
    void aTokenOfCharactersThatAreNoneIsFound() {
        Map<String, Float> scored = new LinkedHashMap<>();
        scored.put("\u4e2d\u6587", -1f);
        Map<String, Object> metadata = Sketch.sentencePiece(scored);
        metadata.put("tokenizer.ggml.add_space_prefix", false);
        assertThat(tokens(metadata, "\u4e2d\u6587")).containsExactly("\u4e2d\u6587");
    }

    @Test
    void charactersAreUnknownWhereThereAreNoBytes() {
        GgufVocabulary vocabulary = Tokenizers.of(Map.of("tokenizer.ggml.model", "llama", "tokenizer.ggml.tokens",
                List.of("<unk>", "\u2581", "a"), "tokenizer.ggml.scores", new float[3], "tokenizer.ggml.token_type",
                new int[] {2, 1, 1}, "tokenizer.ggml.unknown_token_id", 0));
        assertThat(vocabulary.encode("a\u00e9")).containsExactly(1, 2, 0);
        assertThat(vocabulary.bytes(0)).isEqualTo("\uFFFD".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theTextOfAFallbackIsNoFallback() {
        assertThat(tokens(metadata(), "<0x41>")).doesNotContain("<0x41>");
    }

    @Test
    void tokensDecodeToTheirBytes() {
        GgufVocabulary vocabulary = Tokenizers.of(metadata());
        assertThat(vocabulary.bytes(3 + 0xC3)).containsExactly(0xC3);
        assertThat(vocabulary.bytes(1)).isEmpty();
        assertThat(vocabulary.bytes(vocabulary.encode("a")[0])).isEqualTo(" a".getBytes(StandardCharsets.UTF_8));
    }
}
