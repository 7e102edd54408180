package dev.drover.inference.decode;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
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

    private static String add(TextAssembler assembler, String text) {
        return assembler.add(text.getBytes(StandardCharsets.UTF_8));
    }
}
