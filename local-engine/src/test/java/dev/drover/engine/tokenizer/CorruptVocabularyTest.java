package dev.drover.engine.tokenizer;

import dev.drover.engine.gguf.InvalidModelFile;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** Files with faults in their vocabulary are refused by field, value and expectation, or read as well as they can be. */
class CorruptVocabularyTest {

    private static final String PREFIX = "tokenizer.ggml.";

    private static Stream<Arguments> faults() {
        float[] nan = new float[260];
        nan[7] = Float.NaN;
        return Stream.of(arguments("llama", "scores", null, "absent (expected: a score for each token)"),
                arguments("llama", "scores", new float[3], "3 numbers (expected: 260, as many as there are tokens)"),
                arguments("llama", "scores", new float[261], "261 numbers (expected: 260"),
                arguments("llama", "scores", nan, "NaN (expected: numbers that can be compared)"),
                arguments("llama", "scores", new double[260], "double[] (expected: numbers)"),
                arguments("llama", "scores", "none", "String (expected: numbers)"),
                arguments("llama", "token_type", new int[0], "0 numbers (expected: 260"),
                arguments("llama", "token_type", new float[260], "float[] (expected: whole numbers)"),
                arguments("llama", "tokens", List.of(), "none (expected: at least one token)"),
                arguments("llama", "tokens", null, "none (expected: at least one token)"),
                arguments("llama", "tokens", "abc", "String (expected: texts)"),
                arguments("llama", "tokens", Arrays.asList("a", null), "null (expected: texts)"),
                arguments("llama", "tokens", List.of("a", 5), "5 (expected: texts)"),
                arguments("llama", "bos_token_id", 260, "260 (expected: 0 to 259)"),
                arguments("llama", "bos_token_id", -1, "-1 (expected: 0 to 259)"),
                arguments("llama", "eos_token_id", 4294967295L, "4294967295 (expected: 0 to 259)"),
                arguments("llama", "eos_token_id", 1.0f, "1.0 (expected: 0 to 259)"),
                arguments("llama", "eos_token_id", "</s>", "String (expected: a token's id)"),
                arguments("llama", "unknown_token_id", 999, "999 (expected: 0 to 259)"),
                arguments("llama", "add_space_prefix", 1, "Integer (expected: true or false)"),
                arguments("llama", "model", "unigram", "unigram (expected: gpt2, llama or bert)"),
                arguments("llama", "model", 7, "Integer (expected: a text)"),
                arguments("gpt2", "pre", "no-such", "no-such (expected: one of a.x-4.0, "),
                arguments("gpt2", "pre", false, "Boolean (expected: a text)"),
                arguments("gpt2", "merges", List.of("a b", "ab"), "'ab' (expected: two symbols and a blank between)"),
                arguments("gpt2", "merges", List.of("a "), "'a ' (expected: two symbols"),
                arguments("gpt2", "merges", List.of(" a"), "' a' (expected: two symbols"),
                arguments("gpt2", "merges", List.of(""), "'' (expected: two symbols"),
                arguments("gpt2", "merges", List.of(1), "1 (expected: texts)"),
                arguments("gpt2", "merges", Map.of(), "(expected: texts)"),
                arguments("gpt2", "eot_token_id", 5_000, "5000 (expected: 0 to "),
                arguments("gpt2", "add_bos_token", "yes", "String (expected: true or false)"),
                arguments("gpt2", "add_eos_token", 0, "Integer (expected: true or false)"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void aFaultIsRefusedByFieldValueAndExpectation(String model, String key, Object value, String said) {
        Map<String, Object> metadata = metadata(model);
        metadata.put(PREFIX + key, value);
        assertThatExceptionOfType(InvalidModelFile.class).isThrownBy(() -> Tokenizers.of(metadata))
                .withMessageStartingWith("tokenizer: " + PREFIX + key + ": ")
                .withMessageContaining(said)
                .satisfies(refused -> assertThat(refused.field()).isEqualTo(PREFIX + key));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2", "llama"})
    void anyFaultIsARefusalOrAVocabularyThatWorks(String model) {
        SplittableRandom random = new SplittableRandom(61);
        Object[] values = {null, "", "a", 0, -1, 1, 5L, 1e9, Float.NaN, true, List.of(), List.of("a"),
                List.of("a", "a"), List.of(""), List.of(1), new int[0], new int[260], new int[300], new float[260],
                new float[1], Map.of(), List.of("x y"), List.of("a b c"), List.of("\u0120 \u0120", "\u0120 \u0120"),
                'c', new long[260]};
        List<String> keys = List.of("model", "pre", "tokens", "merges", "scores", "token_type", "bos_token_id",
                "eos_token_id", "eot_token_id", "unknown_token_id", "add_bos_token", "add_space_prefix");
        for (int round = 0; round < 500; round++) {
            Map<String, Object> metadata = metadata(model);
            for (int faults = random.nextInt(1, 4); faults > 0; faults--) {
                metadata.put(PREFIX + keys.get(random.nextInt(keys.size())), values[random.nextInt(values.length)]);
            }
            try {
                GgufVocabulary vocabulary = Tokenizers.of(metadata);
                for (int token : vocabulary.encodeWithSpecials("a b<|end|> \u00E9\uD83D\uDE42</s>")) {
                    assertThat(vocabulary.bytes(token)).isNotNull();
                    assertThat(token).isBetween(0, vocabulary.size() - 1);
                }
            } catch (InvalidModelFile refused) {
                assertThat(refused.field()).startsWith(PREFIX);
                assertThat(refused).hasMessageContaining("(expected: ");
            }
        }
    }

    @Test
    void ofEqualTokensTheFirstIsWritten() {
        Map<String, Object> metadata = Sketch.byteLevel("gpt-2", "a b", "a b");
        GgufVocabulary vocabulary = Tokenizers.of(metadata);
        assertThat(vocabulary.encode("ab")).containsExactly(Sketch.FIRST_MERGE);
        assertThat(vocabulary.bytes(Sketch.FIRST_MERGE + 1)).isEqualTo(vocabulary.bytes(Sketch.FIRST_MERGE));
        GgufVocabulary pieces = Tokenizers.of(pieces(List.of("<unk>", "<0x41>", "<0x41>"), 2, 6, 6));
        assertThat(pieces.encode("A")).containsExactly(1);
    }

    @Test
    void mergesOfUnknownPiecesChangeNoText() {
        Map<String, Object> metadata = Sketch.byteLevel("gpt-2");
        metadata.put(PREFIX + "merges", List.of("zz yy", "a b", "ab zz", "ab c", "b c", "\u4E2D \u6587"));
        GgufVocabulary vocabulary = Tokenizers.of(metadata);
        assertThat(Sketch.texts(vocabulary, vocabulary.encode("abc ab"))).containsExactly("a", "b", "c", "\u0120", "a",
                "b");
    }

    @Test
    void aCharacterIsWrittenInAllItsBytesOrAsUnknown() {
        GgufVocabulary half = Tokenizers.of(pieces(List.of("<unk>", "<0xC3>", "a"), 2, 6, 1));
        assertThat(half.encode("a\u00E9a")).containsExactly(2, 0, 2);
        GgufVocabulary whole = Tokenizers.of(pieces(List.of("<unk>", "<0xC3>", "<0xA9>"), 2, 6, 6));
        assertThat(whole.encode("\u00E9")).containsExactly(1, 2);
    }

    @Test
    void theTokenOfTheUnknownKindIsFoundWhereTheFileDoesNotNameIt() {
        GgufVocabulary vocabulary = Tokenizers.of(pieces(List.of("a", "<unk>"), 1, 2));
        assertThat(vocabulary.encode("a\u4E2D")).containsExactly(0, 1);
        assertThat(vocabulary.bytes(1)).isEqualTo("\uFFFD".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void fallbacksThatAreMisspeltAreOrdinaryText() {
        GgufVocabulary vocabulary = Tokenizers
                .of(pieces(List.of("<unk>", "<0xZZ>", "<0x1>", "<0x041>", "0x41"), 2, 6, 6, 6, 6));
        assertThat(vocabulary.encode("A")).containsExactly(0);
        assertThat(vocabulary.bytes(1)).isEqualTo("<0xZZ>".getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, Object> metadata(String model) {
        return model.equals("gpt2") ? Sketch.byteLevel("gpt-2", "a b") : Sketch.sentencePiece(Map.of("a", -1f));
    }

    private static Map<String, Object> pieces(List<String> tokens, int... types) {
        return new HashMap<>(Map.of(PREFIX + "model", "llama", PREFIX + "tokens", tokens, PREFIX + "scores",
                new float[tokens.size()], PREFIX + "token_type", types, PREFIX + "add_space_prefix", false));
    }
}
