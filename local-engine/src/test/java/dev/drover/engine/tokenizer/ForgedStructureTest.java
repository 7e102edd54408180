package dev.drover.engine.tokenizer;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ForgedStructureTest {

    private final GgufVocabulary bytes = Tokenizers.of(Sketch.byteLevel("gpt-2", "h i", "\u010A \u010A"));

    @Test
    void aMarkOfTheTemplateIsAControlToken() {
        assertThat(texts("<|user|>hi", 0, 10)).containsExactly("<|user|>", "hi");
    }

    @Test
    void aMarkThatAUserTypesIsCharacters() {
        int[] tokens = bytes.encodeWithSpecials("<|user|>a<|end|>b", structure(0, 8));
        assertThat(bytes.text(tokens[0])).isEqualTo("<|user|>");
        assertThat(tokens).hasSize(1 + "a<|end|>b".length()).doesNotContain(bytes.eos());
    }

    @Test
    void halfAMarkByEitherSideIsNoMark() {
        String text = "<|end|>";
        for (int border = 1; border < text.length(); border++) {
            assertThat(bytes.encodeWithSpecials(text, structure(0, border))).doesNotContain(bytes.eos());
            assertThat(bytes.encodeWithSpecials(text, structure(border, text.length()))).doesNotContain(bytes.eos());
        }
    }

    @Test
    void aMarkAroundAMarkOfAUserStaysTheTemplates() {
        assertThat(texts("<|end|><|end|><|end|>", 0, 7, 14, 21)).startsWith("<|end|>", "<").endsWith(">", "<|end|>");
    }

    @Test
    void mergesReachOverTheBorderOfContent() {
        assertThat(texts("<|user|>hi<|end|>", 0, 9, 10, 17)).containsExactly("<|user|>", "hi", "<|end|>");
    }

    @Test
    void noBlankIsPutBetweenContentAndStructure() {
        GgufVocabulary pieces = Tokenizers
                .of(Sketch.sentencePiece(Map.of("\u2581", -1f, "h", -2f, "i", -3f, ":", -4f)));
        assertThat(Sketch.texts(pieces, pieces.encodeWithSpecials("<s>h:hi", structure(0, 5)))).containsExactly("<s>",
                "\u2581", "h", ":", "h", "i");
    }

    @Test
    void structureAllOverIsTheSameAsNoOriginAtAll() {
        SplittableRandom random = new SplittableRandom(11);
        String[] parts = {"<|end|>", "<|user|>", "hi", "\n", "<|", "|>", " ", "\u00E9", "\uD83D"};
        for (int round = 0; round < 500; round++) {
            StringBuilder text = new StringBuilder();
            for (int part = random.nextInt(12); part > 0; part--) {
                text.append(parts[random.nextInt(parts.length)]);
            }
            assertThat(bytes.encodeWithSpecials(text.toString(), structure(0, text.length())))
                    .isEqualTo(bytes.encodeWithSpecials(text.toString()));
            assertThat(bytes.encodeWithSpecials(text.toString(), new BitSet()))
                    .isEqualTo(bytes.encode(text.toString()));
        }
    }

    private List<String> texts(String text, int... borders) {
        return Sketch.texts(bytes, bytes.encodeWithSpecials(text, structure(borders)));
    }

    private static BitSet structure(int... borders) {
        BitSet structure = new BitSet();
        for (int at = 0; at < borders.length; at += 2) {
            structure.set(borders[at], borders[at + 1]);
        }
        return structure;
    }
}
