package dev.drover.engine.tokenizer;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Which tokens are structure, which are text as they stand, and how both are found within a text. */
class SpecialTokenTest {

    private static final int NORMAL = 1;
    private static final int CONTROL = 3;
    private static final int USER_DEFINED = 4;
    private static final int UNUSED = 5;

    @ParameterizedTest
    @ValueSource(strings = {"<|im_start|>", "<|x|>", "<s>", "</s>", "[INST]", "[/INST]", "<start_of_turn>",
            "<end_of_turn>", "<\uFF5CUser\uFF5C>", "<unk>", "<EOT>"})
    void aUserDefinedTokenThatLooksLikeAMarkIsStructure(String text) {
        GgufVocabulary vocabulary = vocabulary(Map.of(text, USER_DEFINED));
        int token = vocabulary.size() - 1;
        assertThat(vocabulary.isControl(token)).isTrue();
        assertThat(vocabulary.encode("a" + text + "b")).doesNotContain(token);
        assertThat(vocabulary.encodeWithSpecials("a" + text + "b")).contains(token);
        assertThat(vocabulary.bytes(token)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"    ", "\n\n", "<table>", "<think>", "</think>", "<tool_call>", "<|", "|>", "[x]"})
    void otherUserDefinedTokensAreTextThatIsFoundAnywhere(String text) {
        GgufVocabulary vocabulary = vocabulary(Map.of(text, USER_DEFINED));
        int token = vocabulary.size() - 1;
        assertThat(vocabulary.isControl(token)).isFalse();
        assertThat(vocabulary.encode("a" + text + "b")).hasSize(3).contains(token);
        assertThat(new String(vocabulary.bytes(token), java.nio.charset.StandardCharsets.UTF_8)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"<|end|>, true", "<|im_end|>, true", "<|eot_id|>, true", "<|eom_id|>, true", "<|endoftext|>, true",
            "<end_of_turn>, true", "</s>, true", "<|user|>, false", "<|im_start|>, false", "<s>, false"})
    void theMarksThatEndAnAnswerAreKnownByName(String text, boolean ends) {
        assertThat(vocabulary(Map.of(text, CONTROL)).endsAnswer(Sketch.FIRST_MERGE)).isEqualTo(ends);
        assertThat(vocabulary(Map.of(text, NORMAL)).endsAnswer(Sketch.FIRST_MERGE)).isFalse();
    }

    @Test
    void theLongerOfTwoMarksAtAPlaceIsTaken() {
        Map<String, Integer> added = new LinkedHashMap<>();
        added.put("<|a", USER_DEFINED);
        added.put("<|a|>", CONTROL);
        added.put("<|a|>b", USER_DEFINED);
        GgufVocabulary vocabulary = vocabulary(added);
        int first = Sketch.FIRST_MERGE;
        assertThat(vocabulary.encodeWithSpecials("<|a|>b<|a|>c<|ac")).contains(first + 2, first + 1, first)
                .startsWith(first + 2);
        assertThat(vocabulary.encode("<|a|>")).startsWith(first).doesNotContain(first + 1);
    }

    @Test
    void unusedTokensAreNeitherWrittenNorShown() {
        GgufVocabulary vocabulary = vocabulary(Map.of("ab", UNUSED));
        assertThat(vocabulary.encode("ab")).doesNotContain(Sketch.FIRST_MERGE);
        assertThat(vocabulary.encodeWithSpecials("ab")).doesNotContain(Sketch.FIRST_MERGE);
        assertThat(vocabulary.bytes(Sketch.FIRST_MERGE)).isEmpty();
    }

    @Test
    void marksAreFoundBesideEachOtherAndAroundAnyText() {
        GgufVocabulary vocabulary = Tokenizers.of(Sketch.byteLevel("llama-bpe", "a a"));
        SplittableRandom random = new SplittableRandom(67);
        for (int round = 0; round < 200; round++) {
            String inner = RandomText.next(random);
            int[] bare = vocabulary.encodeWithSpecials(inner, new BitSet());
            int[] framed = vocabulary.encodeWithSpecials("<|bos|><|user|>" + inner + "<|end|><|end|>",
                    structure(inner.length()));
            assertThat(framed).startsWith(0, 2).endsWith(1, 1).hasSize(bare.length + 4);
            assertThat(Arrays.copyOfRange(framed, 2, framed.length - 2)).isEqualTo(bare);
            assertThat(bare).doesNotContain(0, 1, 2);
        }
    }

    private static BitSet structure(int inner) {
        BitSet structure = new BitSet();
        structure.set(0, 15);
        structure.set(15 + inner, 15 + inner + 14);
        return structure;
    }

    /** Bytes, and some tokens more with their kinds. */
    private static GgufVocabulary vocabulary(Map<String, Integer> added) {
        Map<String, Object> metadata = new HashMap<>(Sketch.byteLevel("gpt-2", added.keySet().toArray(String[]::new)));
        metadata.put("tokenizer.ggml.merges", List.of());
        List<?> tokens = (List<?>) metadata.get("tokenizer.ggml.tokens");
        metadata.put("tokenizer.ggml.tokens",
                java.util.stream.Stream.concat(tokens.stream().limit(Sketch.FIRST_MERGE), added.keySet().stream())
                        .toList());
        int[] types = (int[]) metadata.get("tokenizer.ggml.token_type");
        int at = Sketch.FIRST_MERGE;
        for (int type : added.values()) {
            types[at++] = type;
        }
        return Tokenizers.of(metadata);
    }
}
