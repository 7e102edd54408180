package dev.drover.engine.convert;

import dev.drover.engine.format.BlockFormats;
import dev.drover.engine.gguf.GgufFile;
import dev.drover.engine.gguf.InvalidModelFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class Llama2CheckpointTest {

    private static final int WIDTH = 8;
    private static final int HIDDEN = 12;
    private static final int VOCABULARY = 260;
    private static final int CONTEXT = 16;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void weightsLandWhereTheyBelong() throws IOException {
        Path target = convert(checkpoint(VOCABULARY), tokenizer(VOCABULARY));
        try (GgufFile file = GgufFile.open(target)) {
            assertThat(file.metadata().integer("llama.attention.head_count_kv")).isEqualTo(2);
            assertThat(file.metadata().integer("llama.rope.dimension_count")).isEqualTo(2);
            float next = 0;
            assertThat(file.matrix("token_embd.weight", VOCABULARY, WIDTH).values()[5]).isEqualTo(5);
            next += VOCABULARY * WIDTH;
            assertThat(file.matrix("blk.0.attn_norm.weight", 1, WIDTH).values()[0]).isEqualTo(next);
            assertThat(file.matrix("blk.1.attn_norm.weight", 1, WIDTH).values()[0]).isEqualTo(next + WIDTH);
            next += 2 * WIDTH;
            assertThat(file.matrix("blk.0.attn_q.weight", WIDTH, WIDTH).values()[0]).isEqualTo(next);
            next += 2 * WIDTH * WIDTH;
            assertThat(file.matrix("blk.1.attn_k.weight", 4, WIDTH).values()[0]).isEqualTo(next + 4 * WIDTH);
            next += 2 * 2 * 4 * WIDTH + 2 * WIDTH * WIDTH + 2 * WIDTH;
            assertThat(file.matrix("blk.0.ffn_gate.weight", HIDDEN, WIDTH).values()[0]).isEqualTo(next);
            assertThat(file.matrix("blk.0.ffn_down.weight", WIDTH, HIDDEN).values()[0])
                    .isEqualTo(next + 2 * HIDDEN * WIDTH);
            assertThat(file.matrix("blk.0.ffn_up.weight", HIDDEN, WIDTH).values()[0])
                    .isEqualTo(next + 4 * HIDDEN * WIDTH);
            assertThat(file.matrix("output_norm.weight", 1, WIDTH).values()[0]).isEqualTo(next + 6 * HIDDEN * WIDTH);
            assertThat(file.tensor("output.weight")).isNull();
        }
    }

    @Test
    void anUntiedHeadFollowsTheRotaryTables() throws IOException {
        Path target = convert(checkpoint(-VOCABULARY), tokenizer(VOCABULARY));
        try (GgufFile file = GgufFile.open(target)) {
            float norm = file.matrix("output_norm.weight", 1, WIDTH).values()[0];
            assertThat(file.matrix("output.weight", VOCABULARY, WIDTH).values()[0])
                    .isEqualTo(norm + WIDTH + CONTEXT * 2);
        }
    }

    @Test
    void tokensAreNamedAsSentencePieceDoes() throws IOException {
        try (GgufFile file = GgufFile.open(convert(checkpoint(VOCABULARY), tokenizer(VOCABULARY)))) {
            Object tokens = file.metadata().asMap().get("tokenizer.ggml.tokens");
            assertThat(tokens).isInstanceOfSatisfying(List.class, list -> {
                assertThat(list.get(0)).isEqualTo("<unk>");
                assertThat(list.get(1)).isEqualTo("<s>");
                assertThat(list.get(2)).isEqualTo("</s>");
                assertThat(list.get(3)).isEqualTo("<0x00>");
                assertThat(list.get(258)).isEqualTo("<0xFF>");
                assertThat(list.get(259)).isEqualTo("\u2581w259");
            });
            assertThat(file.metadata().asMap().get("tokenizer.ggml.token_type")).isInstanceOfSatisfying(int[].class,
                    types -> assertThat(types).startsWith(2, 3, 3, 6).endsWith(6, 1));
        }
    }

    @Test
    void damagedFilesAreRefusedByFieldAndPlace() throws IOException {
        byte[] good = checkpoint(VOCABULARY);
        byte[] words = tokenizer(VOCABULARY);
        assertThatThrownBy(() -> convert(new byte[10], words)).isInstanceOf(InvalidModelFile.class)
                .hasMessageContaining("header");
        assertThatThrownBy(() -> convert(Arrays.copyOf(good, good.length / 2), words))
                .isInstanceOf(InvalidModelFile.class)
                .hasMessageContaining("values");
        assertThatThrownBy(() -> convert(good, Arrays.copyOf(words, words.length - 3)))
                .isInstanceOf(InvalidModelFile.class)
                .hasMessageContaining("token 259");
        byte[] wrong = good.clone();
        wrong[3] = 0x7f;
        assertThatThrownBy(() -> convert(wrong, words)).isInstanceOf(InvalidModelFile.class)
                .hasMessageContaining("width");
        byte[] uneven = good.clone();
        uneven[12] = 3;
        assertThatThrownBy(() -> convert(uneven, words)).isInstanceOf(InvalidModelFile.class)
                .hasMessageContaining("divisor");
    }

    @Test
    void hostileSizesInTheHeaderAreRefusedByFieldBeforeAnythingIsAllocated() {
        String[] fields = {"width", "hidden size", "layers", "heads", "key heads", "vocabulary", "context"};
        byte[] good = checkpoint(VOCABULARY);
        for (int field = 0; field < fields.length; field++) {
            for (int value : new int[] {0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, 2_000_000_000, 1_048_577}) {
                if (field == 5 && value == -1) {
                    continue;
                }
                byte[] bad = good.clone();
                ByteBuffer.wrap(bad).order(ByteOrder.LITTLE_ENDIAN).putInt(4 * field, value);
                String name = fields[field];
                assertThatThrownBy(() -> convert(bad, tokenizer(VOCABULARY))).as("%s %d", name, value)
                        .isInstanceOfSatisfying(InvalidModelFile.class,
                                refusal -> assertThat(refusal.field()).isEqualTo(name));
            }
        }
        assertThat(folder.resolve("model.gguf")).doesNotExist();
    }

    @Test
    void everyCutAndEveryByteTooManyIsRefused() {
        byte[] good = checkpoint(VOCABULARY);
        byte[] words = tokenizer(VOCABULARY);
        for (int length = 0; length < good.length; length += 1 + length / 12) {
            byte[] cut = Arrays.copyOf(good, length);
            assertThatThrownBy(() -> convert(cut, words)).isInstanceOf(InvalidModelFile.class);
        }
        byte[] longer = Arrays.copyOf(good, good.length + 4);
        assertThatThrownBy(() -> convert(longer, words)).isInstanceOf(InvalidModelFile.class)
                .hasMessageContaining("weights at byte 28: " + (good.length - 24) + " bytes")
                .hasMessageContaining("(expected: " + (good.length - 28));
        for (int length = 0; length < words.length; length += 1 + length / 12) {
            byte[] cut = Arrays.copyOf(words, length);
            assertThatThrownBy(() -> convert(good, cut)).isInstanceOf(InvalidModelFile.class)
                    .hasMessageContaining("tok.bin: token ");
        }
    }

    @Test
    void headsOfOddSizeAreRefusedAsNoFileCouldUseThem() {
        byte[] odd = checkpoint(VOCABULARY);
        odd[12] = 8;
        assertThatThrownBy(() -> convert(odd, tokenizer(VOCABULARY))).isInstanceOf(InvalidModelFile.class)
                .hasMessageContaining("heads 8")
                .hasMessageContaining("even size");
    }

    @Test
    void aTokenOfNegativeOrHugeLengthIsRefusedByNumber() {
        for (int length : new int[] {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 1 << 20}) {
            byte[] words = tokenizer(VOCABULARY);
            ByteBuffer.wrap(words).order(ByteOrder.LITTLE_ENDIAN).putInt(8, length);
            assertThatThrownBy(() -> convert(checkpoint(VOCABULARY), words)).isInstanceOf(InvalidModelFile.class)
                    .hasMessageContaining("token 0")
                    .hasMessageContaining(length + " bytes");
        }
    }

    private Path convert(byte[] weights, byte[] tokens) throws IOException {
        Path checkpoint = Files.write(folder.resolve("model.bin"), weights);
        Path tokenizer = Files.write(folder.resolve("tok.bin"), tokens);
        Path target = folder.resolve("model.gguf");
        Llama2Checkpoint.convert(checkpoint, tokenizer, BlockFormats.F32, target);
        return target;
    }

    /** Two layers, four heads, two key heads; the weights count up from 0. */
    private static byte[] checkpoint(int vocabulary) {
        int layer = 2 * WIDTH + 2 * WIDTH * WIDTH + 2 * 4 * WIDTH + 3 * HIDDEN * WIDTH;
        int count = VOCABULARY * WIDTH + 2 * layer + WIDTH + CONTEXT * 2 + (vocabulary < 0 ? VOCABULARY * WIDTH : 0);
        ByteBuffer buffer = ByteBuffer.allocate(28 + 4 * count).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(WIDTH).putInt(HIDDEN).putInt(2).putInt(4).putInt(2).putInt(vocabulary).putInt(CONTEXT);
        for (int i = 0; i < count; i++) {
            buffer.putFloat(i);
        }
        return buffer.array();
    }

    private static byte[] tokenizer(int vocabulary) {
        ByteBuffer buffer = ByteBuffer.allocate(4 + vocabulary * 16).order(ByteOrder.LITTLE_ENDIAN).putInt(8);
        for (int i = 0; i < vocabulary; i++) {
            byte[] text = (" w" + i).getBytes(StandardCharsets.UTF_8);
            buffer.putFloat(-i).putInt(text.length).put(text);
        }
        return Arrays.copyOf(buffer.array(), buffer.position());
    }
}
