package dev.drover.engine.tokenizer;

import dev.drover.engine.gguf.InvalidModelFile;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TokenizersTest {

    private final Map<String, Object> metadata = Sketch.byteLevel("gpt-2", "a b");

    private void refuses(String key, Object value, String... said) {
        metadata.put(key, value);
        assertThatThrownBy(() -> Tokenizers.of(metadata)).isInstanceOf(InvalidModelFile.class)
                .hasMessageContaining(key)
                .hasMessageContainingAll(said);
    }

    @Test
    void anUnknownModelIsRefused() {
        refuses("tokenizer.ggml.model", "t5", "t5", "expected: gpt2, llama or bert");
    }

    @Test
    void aMissingModelIsRefused() {
        assertThatThrownBy(() -> Tokenizers.of(Map.of())).isInstanceOf(InvalidModelFile.class)
                .hasMessageContaining("tokenizer.ggml.model: absent");
    }

    @Test
    void anUnknownPretokenizerIsRefusedWithTheKnownOnes() {
        refuses("tokenizer.ggml.pre", "esperanto", "esperanto", "deepseek-llm, ", "qwen2");
    }

    @Test
    void aTokenOutOfRangeIsRefused() {
        refuses("tokenizer.ggml.eos_token_id", 5_000, "5000", "expected: 0 to");
    }

    @Test
    void valuesOfAnotherTypeAreRefused() {
        refuses("tokenizer.ggml.add_bos_token", "yes", "String", "true or false");
    }

    @Test
    void aMergeOfOneIsRefused() {
        refuses("tokenizer.ggml.merges", List.of("ab"), "'ab'");
    }

    @Test
    void tokenTypesOfAnotherNumberAreRefused() {
        refuses("tokenizer.ggml.token_type", new int[3], "3 numbers");
    }

    @Test
    void missingTokensAreRefused() {
        refuses("tokenizer.ggml.tokens", List.of(), "at least one token");
    }

    @Test
    void scoresThatCannotBeComparedAreRefused() {
        Map<String, Object> scored = Sketch.sentencePiece(Map.of("a", Float.NaN));
        assertThatThrownBy(() -> Tokenizers.of(scored)).isInstanceOf(InvalidModelFile.class)
                .hasMessageContaining("tokenizer.ggml.scores");
    }

    @Test
    void endsAreReadFromTheFileAndKnownByName() {
        metadata.put("tokenizer.ggml.eot_token_id", 2L);
        metadata.remove("tokenizer.ggml.eos_token_id");
        GgufVocabulary vocabulary = Tokenizers.of(metadata);
        assertThat(vocabulary.eos()).isEqualTo(-1);
        assertThat(vocabulary.endsAnswer(0)).isFalse();
        assertThat(vocabulary.endsAnswer(1)).isTrue();
        assertThat(vocabulary.endsAnswer(2)).isTrue();
        assertThat(vocabulary.endsAnswer(Sketch.FIRST_BYTE)).isFalse();
    }

    @Test
    void whatIsAddedIsWhatTheFileSaysOrItsKindIsUsedTo() {
        assertThat(Tokenizers.of(metadata).addsBos()).isFalse();
        assertThat(Tokenizers.of(Sketch.byteLevel("llama-bpe")).addsBos()).isTrue();
        assertThat(Tokenizers.of(Sketch.sentencePiece(Map.of("a", 0f))).addsBos()).isTrue();
        assertThat(Tokenizers.of(Sketch.sentencePiece(Map.of("a", 0f))).addsEos()).isFalse();
        metadata.put("tokenizer.ggml.add_bos_token", true);
        assertThat(Tokenizers.of(metadata).addsBos()).isTrue();
        metadata.remove("tokenizer.ggml.bos_token_id");
        assertThat(Tokenizers.of(metadata).addsBos()).isFalse();
    }

    @Test
    void identityIsThatOfTokensAndMerges() {
        String identity = Tokenizers.of(metadata).identity();
        assertThat(identity).matches("[0-9a-f]{64}");
        assertThat(Tokenizers.of(Sketch.byteLevel("gpt-2", "a b")).identity()).isEqualTo(identity);
        assertThat(Tokenizers.of(Sketch.byteLevel("gpt-2", "b a")).identity()).isNotEqualTo(identity);
        assertThat(Tokenizers.of(Sketch.byteLevel("qwen2", "a b")).identity()).isNotEqualTo(identity);
    }

    @Test
    void specialsSplitTheTextAndTheRestIsEncodedAsAlways() {
        GgufVocabulary vocabulary = Tokenizers.of(metadata);
        assertThat(Sketch.texts(vocabulary, vocabulary.encodeWithSpecials("<|bos|><|user|>ab<|end|<|end|>")))
                .containsExactly("<|bos|>", "<|user|>", "ab", "<", "|", "e", "n", "d", "|", "<|end|>");
        assertThat(vocabulary.encodeWithSpecials("ab ab")).isEqualTo(vocabulary.encode("ab ab"));
        assertThat(vocabulary.bytes(1)).isEmpty();
        assertThat(vocabulary.isControl(1)).isTrue();
    }

    @Test
    void ofUserDefinedTokensTheLongestIsFoundInPlainText() {
        GgufVocabulary vocabulary = Tokenizers
                .of(Map.of("tokenizer.ggml.model", "gpt2", "tokenizer.ggml.tokens", List.of("a", "xx", "xxx", "<|x|>"),
                        "tokenizer.ggml.token_type", new int[] {1, 4, 4, 4}, "tokenizer.ggml.merges", List.of()));
        assertThat(vocabulary.encode("axxxxxa")).containsExactly(0, 2, 1, 0);
        assertThat(vocabulary.isControl(3)).isTrue();
        assertThat(vocabulary.encode("<|x|>")).doesNotContain(3);
    }
}
