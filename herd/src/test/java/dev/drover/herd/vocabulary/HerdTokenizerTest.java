package dev.drover.herd.vocabulary;

import dev.drover.herd.task.Domain;
import dev.drover.herd.task.Item;
import dev.drover.herd.task.Items;
import dev.drover.herd.task.Part;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class HerdTokenizerTest {

    private static final HerdTokenizer TOKENIZER = HerdTokenizer.bundled();
    private static final String FROZEN = "966c93094984c1768e6490f38fd2555abc79a1069bbc00d1e230324557f18dc4";

    @Test
    void fileIsFrozen() throws IOException, NoSuchAlgorithmException {
        try (InputStream stream = HerdTokenizer.class.getResourceAsStream("/dev/drover/herd/tokenizer.txt")) {
            assertThat(stream).isNotNull();
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(stream.readAllBytes());
            assertThat(HexFormat.of().formatHex(digest)).as("a changed tokenizer makes every trained model worthless")
                    .isEqualTo(FROZEN);
        }
    }

    @Test
    void hasAThousandAndTwentyFourTokens() {
        assertThat(TOKENIZER.size()).isEqualTo(1_024);
        assertThat(TOKENIZER.tokens()).doesNotHaveDuplicates().startsWith("<|bos|>", "<|end|>", "<|system|>");
        assertThat(TOKENIZER.merges()).hasSize(760).doesNotHaveDuplicates();
    }

    @Test
    void everyByteGoesThereAndBack() {
        byte[] seen = new byte[256];
        for (int value = 0; value < 256; value++) {
            seen[value] = TOKENIZER.bytes(8 + value)[0];
            assertThat(TOKENIZER.bytes(8 + value)).containsExactly((byte) value);
        }
        assertThat(seen).doesNotHaveDuplicates();
    }

    @Test
    void everyCharacterOfTheFirstThousandsGoesThereAndBack() {
        for (int sign = 0; sign < 0x3000; sign++) {
            String text = "a" + Character.toString(sign) + " b";
            assertThat(TOKENIZER.decode(TOKENIZER.encode(text))).isEqualTo(text);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n\n  x", "h\u00e9llo  w\u00f6rld\t", "\u65e5\u672c\u8a9e 37\uff0b58",
            "emoji \ud83d\ude00!", "it's   "})
    void textGoesThereAndBack(String text) {
        assertThat(TOKENIZER.decode(TOKENIZER.encode(text))).isEqualTo(text);
    }

    @ParameterizedTest
    @EnumSource(Domain.class)
    void itemsGoThereAndBack(Domain domain) {
        for (int index = 0; index < 500; index++) {
            Item item = Items.at(domain, Part.DEV, 1, index);

            assertThat(TOKENIZER.decode(TOKENIZER.encode(item.question()))).isEqualTo(item.question());
            assertThat(TOKENIZER.decode(TOKENIZER.encode(item.answer()))).isEqualTo(item.answer());
        }
    }

    @Test
    void everyDigitIsATokenOfItsOwn() {
        assertThat(TOKENIZER.encode("1984")).hasSize(4);
        assertThat(TOKENIZER.merges()).noneMatch(merge -> merge.matches(".*[0-9].*"));
    }

    @Test
    void tokensAreThoseOfTheReferenceImplementation() {
        assertThat(pieces("What is 37 + 58?")).containsExactly("What", "\u0120is", "\u0120", "3", "7", "\u0120+",
                "\u0120", "5", "8", "?");
        assertThat(pieces("it's ok")).containsExactly("it", "'s", "\u0120o", "k");
    }

    @Test
    void specialTokensDecodeToTheirMarks() {
        for (String mark : HerdTokenizer.SPECIALS) {
            assertThat(TOKENIZER.decode(HerdTokenizer.special(mark))).isEqualTo(mark);
        }
        assertThat(HerdTokenizer.special("<|end|>")).isEqualTo(HerdTokenizer.END);
        assertThat(HerdTokenizer.special("<|pad|>")).isEqualTo(HerdTokenizer.PAD);
    }

    @Test
    void specialTokensAreControlTokensInTheModelFile() {
        assertThat(TOKENIZER.types()).startsWith(3, 3, 3, 3, 3, 3, 3, 3, 1).hasSize(1_024);
    }

    @Test
    void unknownSpecialTokenIsRefused() {
        assertThatThrownBy(() -> HerdTokenizer.special("<|tool|>"))
                .hasMessageContaining("special token: <|tool|> (expected: one of [<|bos|>");
    }

    @Test
    void savedTokenizerIsReadBack() {
        HerdTokenizer read = HerdTokenizer.parse(TOKENIZER.serialized());

        assertThat(read.tokens()).isEqualTo(TOKENIZER.tokens());
        assertThat(read.encode("Answer: 95.")).isEqualTo(TOKENIZER.encode("Answer: 95."));
    }

    @Test
    void fileOfAnotherKindIsRefused() {
        assertThatThrownBy(() -> HerdTokenizer.parse("something else\n")).hasMessageContaining("herd tokenizer 1");
    }

    @Test
    void mergeOfUnknownPartsIsRefused() {
        assertThatThrownBy(() -> new HerdTokenizer(List.of("ab c"))).hasMessageContaining("merge: ab c");
    }

    private static List<String> pieces(String text) {
        return Arrays.stream(TOKENIZER.encode(text)).mapToObj(TOKENIZER.tokens()::get).toList();
    }
}
