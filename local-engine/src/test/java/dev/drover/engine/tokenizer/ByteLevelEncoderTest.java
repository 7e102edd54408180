package dev.drover.engine.tokenizer;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ByteLevelEncoderTest {

    private static final String[] MERGES = {"h e", "l l", "he ll", "\u0120 w", "o r", "hell o", "a a", "aa aa",
            "\u0120 a"};

    @Test
    void theFirstMergeInTheListIsMadeFirst() {
        GgufVocabulary vocabulary = Tokenizers.of(Sketch.byteLevel("gpt-2", MERGES));
        assertThat(Sketch.texts(vocabulary, vocabulary.encode("hello world"))).containsExactly("hello", "\u0120w", "or",
                "l", "d");
    }

    @Test
    void ofEqualPairsTheLeftmostIsMergedFirst() {
        GgufVocabulary vocabulary = Tokenizers.of(Sketch.byteLevel("gpt-2", MERGES));
        assertThat(Sketch.texts(vocabulary, vocabulary.encode("aaaaaaa"))).containsExactly("aaaa", "aa", "a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt-2", "llama-bpe", "qwen2", "deepseek-llm", "starcoder", "default"})
    void anyTextDecodesToItself(String pre) {
        GgufVocabulary vocabulary = Tokenizers.of(Sketch.byteLevel(pre, MERGES));
        SplittableRandom random = new SplittableRandom(3);
        for (int round = 0; round < 2_000; round++) {
            String text = RandomText.next(random);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            for (int token : vocabulary.encode(text)) {
                bytes.writeBytes(vocabulary.bytes(token));
            }
            assertThat(bytes.toByteArray()).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void mergesComeOutLikeThoseOfAScanForEachRank() {
        SplittableRandom random = new SplittableRandom(5);
        for (int round = 0; round < 200; round++) {
            List<String> merges = randomMerges(random);
            GgufVocabulary vocabulary = Tokenizers.of(Sketch.byteLevel("gpt-2", merges.toArray(String[]::new)));
            StringBuilder text = new StringBuilder();
            for (int at = random.nextInt(60); at >= 0; at--) {
                text.append((char) ('a' + random.nextInt(3)));
            }
            assertThat(Sketch.texts(vocabulary, vocabulary.encode(text.toString())))
                    .isEqualTo(scanned(text.toString(), merges));
        }
    }

    private static List<String> randomMerges(SplittableRandom random) {
        List<String> known = new ArrayList<>(List.of("a", "b", "c"));
        List<String> merges = new ArrayList<>();
        while (merges.size() < 12) {
            String left = known.get(random.nextInt(known.size()));
            String right = known.get(random.nextInt(known.size()));
            if (!known.contains(left + right)) {
                known.add(left + right);
                merges.add(left + " " + right);
            }
        }
        return merges;
    }

    private static List<String> scanned(String text, List<String> merges) {
        List<String> parts = new ArrayList<>(text.chars().mapToObj(Character::toString).toList());
        for (String merge : merges) {
            for (int at = 0; at + 1 < parts.size(); at++) {
                if (merge.equals(parts.get(at) + " " + parts.get(at + 1))) {
                    parts.set(at, parts.get(at) + parts.remove(at + 1));
                }
            }
        }
        return parts;
    }

    @Test
    void aPieceThatIsATokenIsTakenWholeForLlama3() {
        Map<String, Object> metadata = Sketch.byteLevel("gpt-2", "a b", "b c", "ab c");
        Map<String, Object> whole = Sketch.byteLevel("llama-bpe", "b c", "a b", "ab c");
        GgufVocabulary merging = Tokenizers.of(Sketch.byteLevel("gpt-2", "b c", "a b", "ab c"));
        assertThat(Sketch.texts(merging, merging.encode("abc"))).containsExactly("a", "bc");
        assertThat(Tokenizers.of(whole).encode("abc")).hasSize(1);
        assertThat(Tokenizers.of(metadata).encode("abc")).hasSize(1);
    }

    @Test
    void aMergeWhoseResultIsNoTokenIsWrittenInBytes() {
        Map<String, Object> metadata = Sketch.byteLevel("gpt-2");
        metadata.put("tokenizer.ggml.merges", List.of("x y"));
        GgufVocabulary vocabulary = Tokenizers.of(metadata);
        assertThat(Sketch.texts(vocabulary, vocabulary.encode("xyx"))).containsExactly("x", "y", "x");
    }

    @Test
    void noPlainTextBecomesAControlTokenThroughMerges() {
        Map<String, Object> metadata = Sketch.byteLevel("llama-bpe");
        metadata.put("tokenizer.ggml.merges", List.of("< |", "e n", "en d", "| >", "<| end", "<|end |>"));
        GgufVocabulary vocabulary = Tokenizers.of(metadata);
        assertThat(vocabulary.encode("<|end|>")).doesNotContain(1).hasSize(7);
        assertThat(vocabulary.encodeWithSpecials("<|end|>")).containsExactly(1);
    }
}
