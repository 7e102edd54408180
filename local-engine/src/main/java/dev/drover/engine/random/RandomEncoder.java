package dev.drover.engine.random;

import dev.drover.engine.format.BlockFormat;
import dev.drover.engine.format.BlockFormats;
import dev.drover.engine.gguf.GgufWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Writes an encoder of architecture {@code bert} with random weights (distributed as in {@link RandomModel}), which makes
 * embeddings by the mean of its tokens. Its words are pieces of single letters, digits and made-up syllables in small
 * letters, so any text can be encoded.
 */
public final class RandomEncoder {

    /** What files call the architecture. */
    public static final String ARCHITECTURE = "bert";

    private static final int NORMAL = 1;
    private static final int CONTROL = 3;
    private static final int MEAN = 1;
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";

    private final RandomShape shape;
    private final BlockFormat format;
    private final long seed;
    private final GgufWriter writer = new GgufWriter();
    private int tensors;

    private RandomEncoder(RandomShape shape, BlockFormat format, long seed) {
        this.shape = shape;
        this.format = format;
        this.seed = seed;
    }

    /**
     * Writes an encoder.
     *
     * @param shape the sizes; as many heads of keys as there are heads
     * @param format how matrices are stored where their rows divide into blocks; else, and for vectors, 32-bit floats
     * @param seed where the random numbers start
     * @param target the file to write
     * @throws IOException when it cannot be written
     */
    public static void write(RandomShape shape, BlockFormat format, long seed, Path target) throws IOException {
        RandomEncoder encoder = new RandomEncoder(shape, format, seed);
        encoder.describe();
        encoder.weights();
        encoder.writer.write(target);
    }

    private void describe() {
        int[] types = new int[shape.vocabulary()];
        Arrays.fill(types, NORMAL);
        Arrays.fill(types, 0, 4, CONTROL);
        writer.put("general.architecture", ARCHITECTURE)
                .put("general.name", "random encoder " + shape.name())
                .put("general.file_type", format.fileType())
                .put("bert.context_length", shape.context())
                .put("bert.embedding_length", shape.width())
                .put("bert.block_count", shape.layers())
                .put("bert.feed_forward_length", shape.hidden())
                .put("bert.attention.head_count", shape.heads())
                .put("bert.attention.layer_norm_epsilon", 1e-12f)
                .put("bert.attention.causal", false)
                .put("bert.pooling_type", MEAN)
                .put("tokenizer.ggml.model", "bert")
                .put("tokenizer.ggml.tokens", words())
                .put("tokenizer.ggml.token_type", types)
                .put("tokenizer.ggml.unknown_token_id", 1)
                .put("tokenizer.ggml.cls_token_id", 2)
                .put("tokenizer.ggml.seperator_token_id", 3);
    }

    private List<String> words() {
        List<String> words = new ArrayList<>(List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]"));
        for (int i = 0; i < LETTERS.length(); i++) {
            words.add("\u2581" + LETTERS.charAt(i));
            words.add(String.valueOf(LETTERS.charAt(i)));
        }
        for (int i = 1; words.size() < shape.vocabulary(); i++) {
            words.add("\u2581" + RandomModel.syllables(2 * LETTERS.length() + 2 * i + 1).strip());
        }
        return words;
    }

    private void weights() {
        matrix("token_embd.weight", shape.vocabulary(), shape.width(), 1);
        matrix("token_types.weight", 2, shape.width(), 1);
        matrix("position_embd.weight", shape.context(), shape.width(), 1);
        norm("token_embd_norm");
        for (int layer = 0; layer < shape.layers(); layer++) {
            String prefix = "blk." + layer + ".";
            for (String part : List.of("attn_q", "attn_k", "attn_v", "attn_output")) {
                projection(prefix + part, shape.width(), shape.width());
            }
            norm(prefix + "attn_output_norm");
            projection(prefix + "ffn_up", shape.hidden(), shape.width());
            projection(prefix + "ffn_down", shape.width(), shape.hidden());
            norm(prefix + "layer_output_norm");
        }
    }

    private void projection(String name, int rows, int columns) {
        matrix(name + ".weight", rows, columns, 1 / Math.sqrt(columns));
        writer.tensor(name + ".bias", BlockFormats.F32, RandomModel.uniform(seed, ++tensors, 0.1), rows);
    }

    private void norm(String name) {
        float[] ones = new float[shape.width()];
        Arrays.fill(ones, 1);
        writer.tensor(name + ".weight", BlockFormats.F32, ones, shape.width());
        writer.tensor(name + ".bias", BlockFormats.F32, RandomModel.uniform(seed, ++tensors, 0.1), shape.width());
    }

    private void matrix(String name, int rows, int columns, double deviation) {
        BlockFormat fitting = columns % format.blockSize() == 0 ? format : BlockFormats.F32;
        writer.tensor(name, fitting, RandomModel.uniform(seed, ++tensors, deviation), columns, rows);
    }
}
