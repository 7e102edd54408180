package dev.drover.engine.tokenizer;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

/** Long runs; what is quadratic takes far longer than the limit, which is wide because machines are busy. */
class HostileTextTest {

    private static final int MILLION = 1_000_000;
    private static final int LENGTH = 300_000;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @ParameterizedTest
    @ValueSource(strings = {"a", "\u4e2d"})
    void aMillionOfTheSameTakesAboutASecond(String repeated) {
        GgufVocabulary vocabulary = Tokenizers.of(Sketch.byteLevel("gpt-2", "a a", "aa aa", "aaaa aaaa",
                "\u00e4 \u00b8", "\u00e4\u00b8 \u0143", "\u00e4\u00b8\u0143 \u00e4\u00b8\u0143"));
        String text = repeated.repeat(MILLION);
        assertTimeout(LIMIT,
                () -> assertThat(vocabulary.encode(text)).hasSize(repeated.equals("a") ? MILLION / 8 : MILLION / 2));
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "\n", " \n", "1", "'", "<|en", "<", "!a", "a\u0301", "\ud83d\ude42", "\ud83d", "A",
            "\u0301"})
    void longRunsTakeTimeAboutLinear(String repeated) {
        String text = repeated.repeat(LENGTH / repeated.length()) + "\u4e2d";
        for (String pre : new String[] {"gpt-2", "llama-bpe", "qwen2", "deepseek-llm", "starcoder", "tekken", "gpt-4o",
                "kimi-k2", "deepseek-v3", "deepseek-coder", "falcon", "bloom"}) {
            GgufVocabulary vocabulary = Tokenizers.of(Sketch.byteLevel(pre, "a a", "aa aa", "\u0120 \u0120", "1 1",
                    "\u0120\u0120 \u0120\u0120", "\u010a \u010a", "\u00e4 \u00b8", "\u00e4\u00b8 \u0143"));
            assertTimeout(LIMIT, () -> assertThat(vocabulary.encodeWithSpecials(text)).isNotEmpty());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "\u4e2d", " ", "\ud83d\ude42"})
    void longRunsTakeTimeAboutLinearForSentencePiece(String repeated) {
        Map<String, Float> scored = new LinkedHashMap<>();
        for (String each : new String[] {"a", "aa", "aaaa", "\u4e2d\u4e2d", "\u2581", "\u2581\u2581"}) {
            scored.put(each, (float) -scored.size());
        }
        GgufVocabulary vocabulary = Tokenizers.of(Sketch.sentencePiece(scored));
        String text = repeated.repeat(LENGTH / repeated.length());
        assertTimeout(LIMIT, () -> assertThat(vocabulary.encode(text)).isNotEmpty());
    }
}
