package dev.drover.engine.random;

import dev.drover.engine.format.BlockFormat;
import dev.drover.engine.format.BlockFormats;
import dev.drover.engine.gguf.GgufWriter;
import dev.drover.engine.gguf.TensorSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Writes a Llama model with random weights. Weights are uniform with the variance that keeps activations near 1 (He et
 * al. 2015; what is added to them is divided by the square root of how often that happens), so that all values stay
 * finite at any depth. A weight is a function of seed, tensor and place (SplitMix64, Steele et al. 2014), so the same
 * call gives the same file however many threads write it. The tokenizer has three marks, all single bytes, and made-up
 * syllables: any text can be encoded and any output read.
 */
public final class RandomModel {

    private static final int NORMAL = 1;
    private static final int UNKNOWN = 2;
    private static final int CONTROL = 3;
    private static final int BYTE = 6;
    private static final String CONSONANTS = "bcdfghjklmnprstvwz";
    private static final String VOWELS = "aeiou";

    private final RandomShape shape;
    private final BlockFormat format;
    private final long seed;
    private final GgufWriter writer = new GgufWriter();
    private int tensors;

    private RandomModel(RandomShape shape, BlockFormat format, long seed) {
        this.shape = shape;
        this.format = format;
        this.seed = seed;
    }

    /**
     * Writes a model; holds no more than a few parts of a tensor in memory.
     *
     * @param shape the sizes
     * @param format how matrices are stored where their rows divide into blocks; else, and for vectors, 32-bit floats
     * @param seed where the random numbers start
     * @param target the file to write
     * @throws IOException when it cannot be written
     */
    public static void write(RandomShape shape, BlockFormat format, long seed, Path target) throws IOException {
        RandomModel model = new RandomModel(shape, format, seed);
        model.describe();
        model.tokens();
        model.weights();
        model.writer.write(target);
    }

    private void describe() {
        writer.put("general.architecture", "llama")
                .put("general.name", "random " + shape.name())
                .put("general.file_type", format.fileType())
                .put("llama.context_length", shape.context())
                .put("llama.embedding_length", shape.width())
                .put("llama.block_count", shape.layers())
                .put("llama.feed_forward_length", shape.hidden())
                .put("llama.attention.head_count", shape.heads())
                .put("llama.attention.head_count_kv", shape.keyHeads())
                .put("llama.attention.layer_norm_rms_epsilon", 1e-5f)
                .put("llama.rope.dimension_count", shape.width() / shape.heads())
                .put("llama.rope.freq_base", 10_000f)
                .put("llama.vocab_size", shape.vocabulary());
    }

    private void tokens() {
        List<String> texts = new ArrayList<>(List.of("<unk>", "<s>", "</s>"));
        float[] scores = new float[shape.vocabulary()];
        int[] types = new int[shape.vocabulary()];
        Arrays.fill(types, NORMAL);
        types[0] = UNKNOWN;
        types[1] = CONTROL;
        types[2] = CONTROL;
        for (int i = 0; i < 256; i++) {
            types[texts.size()] = BYTE;
            texts.add(String.format("<0x%02X>", i));
        }
        for (int i = 0; texts.size() < shape.vocabulary(); i++) {
            scores[texts.size()] = -1 - i;
            texts.add(i == 0 ? "\u2581" : syllables(i - 1));
        }
        writer.put("tokenizer.ggml.model", "llama")
                .put("tokenizer.ggml.tokens", texts)
                .put("tokenizer.ggml.scores", scores)
                .put("tokenizer.ggml.token_type", types)
                .put("tokenizer.ggml.bos_token_id", 1)
                .put("tokenizer.ggml.eos_token_id", 2)
                .put("tokenizer.ggml.unknown_token_id", 0)
                .put("tokenizer.ggml.add_bos_token", true);
    }

    /** The text of a number, each another: syllables, every second one with a space before it. */
    private static String syllables(int number) {
        StringBuilder text = new StringBuilder(number % 2 == 0 ? "\u2581" : "");
        int rest = number / 2 + 1;
        while (rest > 0) {
            rest--;
            text.append(CONSONANTS.charAt(rest % CONSONANTS.length()));
            rest /= CONSONANTS.length();
            text.append(VOWELS.charAt(rest % VOWELS.length()));
            rest /= VOWELS.length();
        }
        return text.toString();
    }

    private void weights() {
        int width = shape.width();
        int keyWidth = width / shape.heads() * shape.keyHeads();
        double residual = 1 / Math.sqrt(2.0 * shape.layers());
        matrix("token_embd.weight", shape.vocabulary(), width, 1);
        for (int layer = 0; layer < shape.layers(); layer++) {
            String prefix = "blk." + layer + ".";
            norm(prefix + "attn_norm.weight");
            matrix(prefix + "attn_q.weight", width, width, 1 / Math.sqrt(width));
            matrix(prefix + "attn_k.weight", keyWidth, width, 1 / Math.sqrt(width));
            matrix(prefix + "attn_v.weight", keyWidth, width, 1 / Math.sqrt(width));
            matrix(prefix + "attn_output.weight", width, width, residual / Math.sqrt(width));
            norm(prefix + "ffn_norm.weight");
            matrix(prefix + "ffn_gate.weight", shape.hidden(), width, 1 / Math.sqrt(width));
            matrix(prefix + "ffn_up.weight", shape.hidden(), width, 1 / Math.sqrt(width));
            matrix(prefix + "ffn_down.weight", width, shape.hidden(), residual / Math.sqrt(shape.hidden()));
        }
        norm("output_norm.weight");
        matrix("output.weight", shape.vocabulary(), width, 1 / Math.sqrt(width));
    }

    private void norm(String name) {
        float[] ones = new float[shape.width()];
        Arrays.fill(ones, 1);
        writer.tensor(name, BlockFormats.F32, ones, shape.width());
    }

    private void matrix(String name, int rows, int columns, double deviation) {
        BlockFormat fitting = columns % format.blockSize() == 0 ? format : BlockFormats.F32;
        writer.tensor(name, fitting, uniform(mix(seed + ++tensors), deviation), columns, rows);
    }

    private static TensorSource uniform(long start, double deviation) {
        float step = (float) (deviation * Math.sqrt(12) / (1 << 24));
        float middle = (1 << 23) - 0.5f;
        return (first, target, count) -> {
            for (int i = 0; i < count; i++) {
                target[i] = ((mix(start + first + i) >>> 40) - middle) * step;
            }
        };
    }

    private static long mix(long place) {
        long z = place * 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
