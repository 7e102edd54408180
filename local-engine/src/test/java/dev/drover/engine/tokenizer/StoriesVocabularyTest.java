package dev.drover.engine.tokenizer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StoriesVocabularyTest {

    private static final Pattern GOLDEN = Pattern
            .compile("\"text\": \"([^\"]*)\", \"ids\": \\[([0-9, ]*)], \"decoded\"");

    @Test
    void goldenTokensComeOutOfTheVocabularyOf512() throws IOException {
        GgufVocabulary vocabulary = vocabulary();
        Matcher golden = GOLDEN.matcher(TokenizerData.text("weights-stories260K/golden_numpy.json.gz"));
        int count = 0;
        while (golden.find()) {
            int[] tokens = vocabulary.encode(golden.group(1).replace("\\n", "\n"));
            int[] expected = TokenizerData.numbers(golden.group(2), ", *");
            assertThat(expected[0]).isEqualTo(vocabulary.bos());
            assertThat(tokens).as(golden.group(1)).isEqualTo(Arrays.copyOfRange(expected, 1, expected.length));
            count++;
        }
        assertThat(count).isEqualTo(5);
    }

    private static GgufVocabulary vocabulary() throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(Files.readAllBytes(TokenizerData.file("weights-stories260K/tok512.bin")))
                .order(ByteOrder.LITTLE_ENDIAN);
        int size = 512;
        List<String> tokens = new ArrayList<>();
        float[] scores = new float[size];
        int[] types = new int[size];
        buffer.getInt();
        for (int token = 0; token < size; token++) {
            scores[token] = buffer.getFloat();
            byte[] text = new byte[buffer.getInt()];
            buffer.get(text);
            tokens.add(new String(text, StandardCharsets.UTF_8).replace(' ', '\u2581'));
            types[token] = token == 0 ? 2 : token < 3 ? 3 : token < 259 ? 6 : 1;
        }
        return Tokenizers.of(Map.of("tokenizer.ggml.model", "llama", "tokenizer.ggml.tokens", tokens,
                "tokenizer.ggml.scores", scores, "tokenizer.ggml.token_type", types, "tokenizer.ggml.bos_token_id", 1,
                "tokenizer.ggml.eos_token_id", 2));
    }
}
