package dev.drover.inference.decode;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TextAssemblerTest {

    @Test
    void neverHandsOutHalfACharacter() {
        String text = "naïve 北京 🐑🐑 done";
        TextAssembler assembler = new TextAssembler(List.of());
        StringBuilder whole = new StringBuilder();
        for (byte single : text.getBytes(StandardCharsets.UTF_8)) {
            String piece = assembler.add(new byte[] {single});
            assertThat(piece).doesNotContain("\uFFFD");
            whole.append(piece);
        }
        assertThat(whole.append(assembler.finish()).toString()).isEqualTo(text);
    }

    @Test
    void bytesThatAreNoCharacterBecomeReplacements() {
        TextAssembler assembler = new TextAssembler(List.of());
        String text = assembler.add(new byte[] {'a', (byte) 0xFF, 'b', (byte) 0xE4}) + assembler.finish();
        assertThat(text).isEqualTo("a\uFFFDb\uFFFD");
    }

    @Test
    void aStopTextMaySpanTokens() {
        TextAssembler assembler = new TextAssembler(List.of("END"));
        assertThat(add(assembler, "one E")).isEqualTo("one ");
        assertThat(add(assembler, "N")).isEmpty();
        assertThat(assembler.stopped()).isFalse();
        assertThat(add(assembler, "D two")).isEmpty();
        assertThat(assembler.stopped()).isTrue();
        assertThat(assembler.finish()).isEmpty();
    }

    @Test
    void whatOnlyLookedLikeAStopTextIsHandedOut() {
        TextAssembler assembler = new TextAssembler(List.of("END"));
        assertThat(add(assembler, "EN")).isEmpty();
        assertThat(add(assembler, "T")).isEqualTo("ENT");
        assertThat(add(assembler, "E")).isEmpty();
        assertThat(assembler.finish()).isEqualTo("E");
    }

    @Test
    void theEarliestOfSeveralStopTextsWins() {
        TextAssembler assembler = new TextAssembler(List.of("later", "now"));
        assertThat(add(assembler, "go now or later")).isEqualTo("go ");
    }

    @Test
    void anyCutOfATextGivesTheSameResult() {
        SplittableRandom random = new SplittableRandom(3);
        byte[] bytes = "abcab🐑cabcdabce".getBytes(StandardCharsets.UTF_8);
        for (int round = 0; round < 500; round++) {
            TextAssembler assembler = new TextAssembler(List.of("abcd", "cabce"));
            StringBuilder text = new StringBuilder();
            int at = 0;
            while (at < bytes.length) {
                int next = Math.min(bytes.length, at + 1 + random.nextInt(4));
                text.append(assembler.add(java.util.Arrays.copyOfRange(bytes, at, next)));
                at = next;
            }
            assertThat(text.append(assembler.finish()).toString()).isEqualTo("abcab🐑c");
        }
    }

    @Test
    void randomTextsWithRandomStopsAreTheSameForEveryCut() {
        SplittableRandom random = new SplittableRandom(4);
        String[] letters = {"a", "b", "c", "é", "🐑"};
        for (int round = 0; round < 3_000; round++) {
            List<String> stops = Stream.generate(() -> random(random, letters, 1 + random.nextInt(3)))
                    .limit(1 + random.nextInt(4))
                    .toList();
            String text = random(random, letters, random.nextInt(12));
            String expected = untilStopped(text, stops);
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            int at = 0;
            TextAssembler assembler = new TextAssembler(stops);
            StringBuilder whole = new StringBuilder();
            while (at < bytes.length) {
                int next = Math.min(bytes.length, at + 1 + random.nextInt(5));
                String piece = assembler.add(java.util.Arrays.copyOfRange(bytes, at, next));
                assertThat(expected).as("what is out is never taken back").startsWith(whole.append(piece));
                at = next;
            }
            assertThat(whole.append(assembler.finish()).toString()).as("%s until %s", text, stops).isEqualTo(expected);
            assertThat(assembler.stopped()).isEqualTo(!expected.equals(text));
        }
    }

    private static String random(SplittableRandom random, String[] letters, int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(letters[random.nextInt(letters.length)]);
        }
        return text.toString();
    }

    /** The rule written down a second time: read on character by character until the text ends with a stop text. */
    private static String untilStopped(String text, List<String> stops) {
        for (int end = 1; end <= text.length(); end++) {
            String read = text.substring(0, end);
            int longest = stops.stream().filter(read::endsWith).mapToInt(String::length).max().orElse(0);
            if (longest > 0) {
                return read.substring(0, end - longest);
            }
        }
        return text;
    }

    @Test
    void aStopTextThatIsCompleteFirstWinsThoughAnotherBeganBefore() {
        assertThat(add(new TextAssembler(List.of("abcd", "bc")), "xabcd")).isEqualTo("xa");
        assertThat(add(new TextAssembler(List.of("bc", "abc")), "xabc")).as("of equal ends the longest").isEqualTo("x");
    }

    @Test
    void aStopTextAtTheVeryStartLeavesNothing() {
        TextAssembler assembler = new TextAssembler(List.of("\n\n"));
        assertThat(add(assembler, "\n")).isEmpty();
        assertThat(add(assembler, "\nmore")).isEmpty();
        assertThat(assembler.stopped()).isTrue();
        assertThat(add(assembler, "and more")).isEmpty();
        assertThat(assembler.finish()).isEmpty();
    }

    @Test
    void aRepeatedBeginningIsHeldBackOnlyAsFarAsItMayStillStop() {
        TextAssembler assembler = new TextAssembler(List.of("aab"));
        assertThat(add(assembler, "aa")).isEmpty();
        assertThat(add(assembler, "a")).isEqualTo("a");
        assertThat(add(assembler, "a")).isEqualTo("a");
        assertThat(add(assembler, "b")).isEmpty();
        assertThat(assembler.stopped()).isTrue();
    }

    @Test
    void aStopTextOfManyBytesMayBeSplitAnywhere() {
        byte[] bytes = "ok 🐑🐑 no".getBytes(StandardCharsets.UTF_8);
        for (int cut = 0; cut <= bytes.length; cut++) {
            TextAssembler assembler = new TextAssembler(List.of("🐑🐑"));
            String text = assembler.add(java.util.Arrays.copyOf(bytes, cut))
                    + assembler.add(java.util.Arrays.copyOfRange(bytes, cut, bytes.length)) + assembler.finish();
            assertThat(text).as("cut at %d", cut).isEqualTo("ok ");
        }
    }

    @Test
    void anEmptyStopTextStopsNothing() {
        TextAssembler assembler = new TextAssembler(List.of("", "z"));
        assertThat(add(assembler, "abc") + assembler.finish()).isEqualTo("abc");
        assertThat(assembler.stopped()).isFalse();
    }

    @Test
    void anyBytesAtAllBecomeTextWithoutAFailure() {
        SplittableRandom random = new SplittableRandom(5);
        for (int round = 0; round < 2_000; round++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            TextAssembler assembler = new TextAssembler(List.of());
            StringBuilder text = new StringBuilder();
            for (byte single : bytes) {
                text.append(assembler.add(new byte[] {single}));
            }
            assertThat(text.append(assembler.finish()).toString()).isEqualTo(new String(bytes, StandardCharsets.UTF_8));
        }
    }

    private static String add(TextAssembler assembler, String text) {
        return assembler.add(text.getBytes(StandardCharsets.UTF_8));
    }
}
