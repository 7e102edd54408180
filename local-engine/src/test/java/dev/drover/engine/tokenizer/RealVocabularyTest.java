package dev.drover.engine.tokenizer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class RealVocabularyTest {

    private static final Pattern CELLS = Pattern
            .compile("(?:\"([^\"]*+(?:\"\"[^\"]*+)*+)\"|([^,\\n]*+)),\"?\\[([0-9, ]*+)]\"?,\"?\\[[0-9, ]*+]\"?\\n");

    @ParameterizedTest
    @ValueSource(strings = {"gpt-2", "mpt", "deepseek-llm", "llama-spm", "phi-3", "bert-bge"})
    void vectorsComeOutAsTheModelsOwnTokenizersMadeThem(String name) throws IOException {
        check(TokenizerData.vocabulary(name), TokenizerData.vectors(name));
    }

    @Test
    void vectorsOfQwenComeOutOfItsRanks() throws IOException {
        Map<String, Object> metadata = TokenizerData.ranked("qwen.tiktoken");
        for (String name : List.of("qwen2", "deepseek-r1-qwen")) {
            metadata.put("tokenizer.ggml.pre", name);
            check(Tokenizers.of(metadata), TokenizerData.vectors(name));
        }
    }

    @Test
    void theExpressionOfLlama3CutsLikeItsModel() throws IOException {
        Map<String, Object> metadata = TokenizerData.ranked("cl100k_base.tiktoken");
        metadata.put("tokenizer.ggml.pre", "llama-bpe");
        GgufVocabulary vocabulary = Tokenizers.of(metadata);
        Matcher cells = CELLS
                .matcher(TokenizerData.text("tokenizer/cl100k_base_encodings.csv.gz").replace("\r\n", "\n"));
        int count = 0;
        while (cells.find()) {
            String text = cells.group(1) == null ? cells.group(2) : cells.group(1).replace("\"\"", "\"");
            assertThat(vocabulary.encode(text)).as("'%s'", text)
                    .isEqualTo(TokenizerData.numbers(cells.group(3), ", *"));
            count++;
        }
        assertThat(count).isGreaterThan(100);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt-2", "mpt", "gpt-neox", "deepseek-llm"})
    void whatIsEncodedDecodesToItself(String name) throws IOException {
        GgufVocabulary vocabulary = TokenizerData.vocabulary(name);
        SplittableRandom random = new SplittableRandom(11);
        for (int round = 0; round < 300; round++) {
            String text = RandomText.next(random);
            assertThat(decoded(vocabulary, vocabulary.encode(text))).isEqualTo(RandomText.wellFormed(text));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama-spm", "phi-3", "baichuan"})
    void whatSentencePieceEncodesDecodesToItselfBehindABlank(String name) throws IOException {
        GgufVocabulary vocabulary = TokenizerData.vocabulary(name);
        SplittableRandom random = new SplittableRandom(13);
        for (int round = 0; round < 300; round++) {
            String text = RandomText.next(random).replace('\u2581', '_');
            String expected = text.isEmpty() ? "" : " " + RandomText.wellFormed(text);
            assertThat(decoded(vocabulary, vocabulary.encode(text))).isEqualTo(expected);
        }
    }

    @Test
    void aUserCannotForgeWhatEndsAnAnswer() throws IOException {
        for (String name : List.of("gpt-2", "mpt", "gpt-neox", "deepseek-llm", "llama-spm", "phi-3", "baichuan")) {
            GgufVocabulary vocabulary = TokenizerData.vocabulary(name);
            for (int token = 0; token < vocabulary.size(); token++) {
                if (vocabulary.isControl(token)) {
                    assertThat(vocabulary.encode("a" + vocabulary.text(token) + "b")).as(name).doesNotContain(token);
                    assertThat(vocabulary.encodeWithSpecials("a" + vocabulary.text(token))).as(name).contains(token);
                }
            }
            assertThat(vocabulary.endsAnswer(vocabulary.eos())).as(name).isTrue();
        }
    }

    private static void check(GgufVocabulary vocabulary, List<TokenizerData.Vector> vectors) {
        assertThat(vectors).hasSizeGreaterThan(40);
        assertThat(vectors).allSatisfy(vector -> assertThat(vocabulary.encode(vector.text())).as("'%s'", vector.text())
                .isEqualTo(vector.tokens()));
    }

    private static String decoded(GgufVocabulary vocabulary, int[] tokens) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int token : tokens) {
            bytes.writeBytes(vocabulary.bytes(token));
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
