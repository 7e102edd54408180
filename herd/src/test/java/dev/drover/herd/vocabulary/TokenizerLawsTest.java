package dev.drover.herd.vocabulary;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What holds of every text there can be: nothing is lost, digits stand alone, and merges are taken by their rank. */
class TokenizerLawsTest {

    private static final HerdTokenizer TOKENIZER = HerdTokenizer.bundled();
    private static final String COMMON = "what is the sum of 37 + 58? Answer: 95.\n  It's January's, we'll see; <|end|>";

    private final SplittableRandom random = new SplittableRandom(81);

    private String text(int length) {
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            switch (random.nextInt(4)) {
                case 0 -> {
                    int point = random.nextInt(Character.MAX_CODE_POINT + 1);
                    boolean half = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
                    text.appendCodePoint(half ? 'x' : point);
                }
                case 1 -> text.append((char) random.nextInt(128));
                default -> {
                    int from = random.nextInt(COMMON.length());
                    text.append(COMMON, from, Math.min(COMMON.length(), from + 9));
                }
            }
        }
        return text.toString();
    }

    @Test
    void anyTextOfAnyScriptComesBack() {
        for (int round = 0; round < 1_500; round++) {
            String text = text(1 + random.nextInt(60));
            assertThat(String.join("", Pieces.of(text))).isEqualTo(text);
            assertThat(TOKENIZER.decode(TOKENIZER.encode(text))).isEqualTo(text);
        }
    }

    @Test
    void everyDigitOfEveryTextIsATokenOfItsOwn() {
        for (int round = 0; round < 1_000; round++) {
            String text = text(40);
            long digits = text.chars().filter(sign -> sign >= '0' && sign <= '9').count();
            long alone = Arrays.stream(TOKENIZER.encode(text))
                    .filter(id -> id >= HerdTokenizer.FIRST_BYTE + '0' && id <= HerdTokenizer.FIRST_BYTE + '9')
                    .count();
            assertThat(alone).as(text).isEqualTo(digits);
        }
    }

    @Test
    void mergesAreTakenByTheirRankOneAtATime() {
        Map<String, Integer> ranks = new HashMap<>();
        TOKENIZER.merges().forEach(merge -> ranks.put(merge, ranks.size()));
        for (int round = 0; round < 600; round++) {
            String text = text(25);
            List<String> expected = new ArrayList<>();
            Pieces.of(text).forEach(piece -> expected.addAll(merged(piece, ranks)));
            assertThat(Arrays.stream(TOKENIZER.encode(text)).mapToObj(TOKENIZER.tokens()::get)).as(text)
                    .containsExactlyElementsOf(expected);
        }
    }

    /** Byte-pair encoding as its paper tells it: the first pair of the lowest rank, again and again. */
    private static List<String> merged(String piece, Map<String, Integer> ranks) {
        List<String> parts = new ArrayList<>(List.of(ByteAlphabet.visible(piece).split("")));
        while (true) {
            int best = -1;
            for (int at = 0; at + 1 < parts.size(); at++) {
                int rank = ranks.getOrDefault(parts.get(at) + " " + parts.get(at + 1), Integer.MAX_VALUE);
                boolean first = best < 0
                        || rank < ranks.getOrDefault(parts.get(best) + " " + parts.get(best + 1), Integer.MAX_VALUE);
                best = rank < Integer.MAX_VALUE && first ? at : best;
            }
            if (best < 0) {
                return parts;
            }
            parts.set(best, parts.get(best) + parts.remove(best + 1));
        }
    }

    @Test
    void anyTokensDecodeToTheBytesTheyStandFor() {
        for (int round = 0; round < 500; round++) {
            int[] ids = random.ints(20, 0, TOKENIZER.size()).toArray();
            int length = Arrays.stream(ids).map(id -> TOKENIZER.bytes(id).length).sum();
            byte[] bytes = new byte[length];
            int at = 0;
            for (int id : ids) {
                byte[] part = TOKENIZER.bytes(id);
                System.arraycopy(part, 0, bytes, at, part.length);
                at += part.length;
            }
            assertThat(TOKENIZER.decode(ids)).isEqualTo(new String(bytes, StandardCharsets.UTF_8));
        }
    }

    @Test
    void aTextThatWritesMarksHasNoSpecialToken() {
        String text = String.join("x", HerdTokenizer.SPECIALS);
        assertThat(Arrays.stream(TOKENIZER.encode(text))).allMatch(id -> id >= HerdTokenizer.FIRST_BYTE);
        assertThat(TOKENIZER.decode(TOKENIZER.encode(text))).isEqualTo(text);
    }

    @Test
    void aLongWordTakesNoLongerThanItsLength() {
        String text = "abracadabra".repeat(20_000);
        assertThat(TOKENIZER.decode(TOKENIZER.encode(text))).isEqualTo(text);
    }

    @Test
    void aTokenizerIsTheSameAfterItWasWrittenAndReadAlsoWithOtherLineEnds() {
        HerdTokenizer read = HerdTokenizer.parse(TOKENIZER.serialized().replace("\n", "\r\n"));
        assertThat(read.serialized()).isEqualTo(TOKENIZER.serialized());
        assertThat(read.types()).isEqualTo(TOKENIZER.types());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a", "ab", " a", "a ", "a b c", "a zz", "zz a"})
    void aLineThatIsNoMergeIsRefused(String line) {
        assertThatThrownBy(() -> HerdTokenizer.parse("herd tokenizer 1\nz e\n" + line + "\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("merge: " + line + " (expected: two earlier entries and a blank)");
    }

    @Test
    void eachMergeLearnedIsTheMostFrequentPairLeft() {
        String corpus = "the cat sat on the mat, then the other cat ate that bat; what a fat rat";
        TokenizerTrainer trainer = new TokenizerTrainer();
        trainer.read(corpus);
        List<String> merges = trainer.train(HerdTokenizer.FIRST_MERGE + 12).merges();
        Map<String, Integer> ranks = new HashMap<>();
        for (String merge : merges) {
            Map<String, Integer> pairs = new HashMap<>();
            for (String piece : Pieces.of(corpus)) {
                List<String> parts = merged(piece, ranks);
                for (int at = 1; at < parts.size(); at++) {
                    pairs.merge(parts.get(at - 1) + " " + parts.get(at), 1, Integer::sum);
                }
            }
            assertThat(pairs.getOrDefault(merge, 0)).as(merge)
                    .isEqualTo(pairs.values().stream().mapToInt(Integer::intValue).max().orElseThrow());
            ranks.put(merge, ranks.size());
        }
    }
}
