package dev.drover.engine.random;

import dev.drover.engine.format.BlockFormat;
import dev.drover.engine.format.BlockFormats;
import dev.drover.engine.gguf.GgufWriter;
import dev.drover.engine.gguf.TensorSource;
import dev.drover.engine.random.RandomStyle.Trait;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Writes a model with random weights. Weights are uniform with the variance that keeps activations near 1 (He et
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
    private final RandomStyle style;
    private final BlockFormat format;
    private final long seed;
    private final GgufWriter writer = new GgufWriter();
    private int tensors;

    private RandomModel(RandomShape shape, RandomStyle style, BlockFormat format, long seed) {
        this.shape = shape;
        this.style = style;
        this.format = format;
        this.seed = seed;
    }

    /** The architectures that models can be written of, as files call them. */
    public static List<String> architectures() {
        return RandomStyle.names();
    }

    /**
     * Writes a Llama model.
     *
     * @see #write(RandomShape, String, BlockFormat, long, Path)
     */
    public static void write(RandomShape shape, BlockFormat format, long seed, Path target) throws IOException {
        write(shape, "llama", format, seed, target);
    }

    /**
     * Writes a model; holds no more than a few parts of a tensor in memory.
     *
     * @param shape the sizes
     * @param architecture one of {@link #architectures}
     * @param format how matrices are stored where their rows divide into blocks; else, and for vectors, 32-bit floats
     * @param seed where the random numbers start
     * @param target the file to write
     * @throws IllegalArgumentException when there is no such architecture
     * @throws IOException when it cannot be written
     */
    public static void write(RandomShape shape, String architecture, BlockFormat format, long seed, Path target)
            throws IOException {
        RandomModel model = new RandomModel(shape, RandomStyle.of(architecture), format, seed);
        model.describe();
        model.tokens();
        model.weights();
        model.writer.write(target);
    }

    private void describe() {
        String prefix = style.architecture();
        writer.put("general.architecture", prefix)
                .put("general.name", "random " + shape.name())
                .put("general.file_type", format.fileType())
                .put(prefix + ".context_length", shape.context())
                .put(prefix + ".embedding_length", shape.width())
                .put(prefix + ".block_count", shape.layers())
                .put(prefix + ".feed_forward_length", shape.hidden())
                .put(prefix + ".attention.head_count", shape.heads())
                .put(prefix + ".attention.head_count_kv", shape.keyHeads())
                .put(prefix + ".attention.layer_norm_rms_epsilon", 1e-5f)
                .put(prefix + ".rope.dimension_count", shape.width() / shape.heads())
                .put(prefix + ".rope.freq_base", 10_000f)
                .put(prefix + ".vocab_size", shape.vocabulary());
        style.metadata(shape).forEach((key, value) -> writer.put(prefix + "." + key, value));
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
    static String syllables(int number) {
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
        matrix("token_embd.weight", shape.vocabulary(), shape.width(), style.embeddingDeviation(shape));
        for (int layer = 0; layer < shape.layers(); layer++) {
            attention("blk." + layer + ".");
            feedForward("blk." + layer + ".");
        }
        norm("output_norm.weight", shape.width());
        if (!style.has(Trait.TIED)) {
            matrix("output.weight", shape.vocabulary(), shape.width(), 1 / Math.sqrt(shape.width()));
        }
    }

    private void attention(String prefix) {
        int width = shape.width();
        int headSize = width / shape.heads();
        int keyWidth = headSize * shape.keyHeads();
        double deviation = 1 / Math.sqrt(width);
        norm(prefix + "attn_norm.weight", width);
        if (style.has(Trait.FUSED)) {
            matrix(prefix + "attn_qkv.weight", width + 2 * keyWidth, width, deviation);
        } else {
            matrix(prefix + "attn_q.weight", width, width, deviation);
            matrix(prefix + "attn_k.weight", keyWidth, width, deviation);
            matrix(prefix + "attn_v.weight", keyWidth, width, deviation);
        }
        if (style.has(Trait.BIASES)) {
            bias(prefix + "attn_q.bias", width);
            bias(prefix + "attn_k.bias", keyWidth);
            bias(prefix + "attn_v.bias", keyWidth);
        }
        if (style.has(Trait.QUERY_KEY_NORMS)) {
            norm(prefix + "attn_q_norm.weight", headSize);
            norm(prefix + "attn_k_norm.weight", headSize);
        }
        matrix(prefix + "attn_output.weight", width, width, residual() / Math.sqrt(width));
        if (style.has(Trait.POST_NORMS)) {
            norm(prefix + "post_attention_norm.weight", width);
        }
    }

    private void feedForward(String prefix) {
        int width = shape.width();
        int hidden = shape.hidden();
        double in = 1 / Math.sqrt(width);
        double out = residual() / Math.sqrt(hidden);
        norm(prefix + "ffn_norm.weight", width);
        if (style.has(Trait.EXPERTS)) {
            experts(prefix, in);
        } else if (style.has(Trait.FUSED)) {
            matrix(prefix + "ffn_up.weight", 2 * hidden, width, in);
            matrix(prefix + "ffn_down.weight", width, hidden, out);
        } else {
            matrix(prefix + "ffn_gate.weight", hidden, width, in);
            matrix(prefix + "ffn_up.weight", hidden, width, in);
            matrix(prefix + "ffn_down.weight", width, hidden, out);
        }
        if (style.has(Trait.SHARED_EXPERT)) {
            matrix(prefix + "ffn_gate_shexp.weight", hidden, width, in);
            matrix(prefix + "ffn_up_shexp.weight", hidden, width, in);
            matrix(prefix + "ffn_down_shexp.weight", width, hidden, out);
            bias(prefix + "ffn_gate_inp_shexp.weight", width);
        }
        if (style.has(Trait.POST_NORMS)) {
            norm(prefix + "post_ffw_norm.weight", width);
        }
    }

    private void experts(String prefix, double in) {
        int width = shape.width();
        int hidden = RandomStyle.expertHidden(shape);
        double out = residual() / Math.sqrt(hidden);
        writer.tensor(prefix + "ffn_gate_inp.weight", BlockFormats.F32, uniform(seed, ++tensors, in), width,
                RandomStyle.EXPERTS);
        matrices(prefix + "ffn_gate_exps.weight", hidden, width, in);
        matrices(prefix + "ffn_up_exps.weight", hidden, width, in);
        matrices(prefix + "ffn_down_exps.weight", width, hidden, out);
    }

    /** What a part's weights are divided by, so that activations do not grow from layer to layer. */
    private double residual() {
        return 1 / Math.sqrt(2.0 * shape.layers());
    }

    private void norm(String name, int size) {
        float[] ones = new float[size];
        Arrays.fill(ones, 1);
        writer.tensor(name, BlockFormats.F32, ones, size);
    }

    private void bias(String name, int size) {
        writer.tensor(name, BlockFormats.F32, uniform(seed, ++tensors, 0.1), size);
    }

    private void matrix(String name, int rows, int columns, double deviation) {
        writer.tensor(name, fitting(columns), uniform(seed, ++tensors, deviation), columns, rows);
    }

    /** A matrix for each expert. */
    private void matrices(String name, int rows, int columns, double deviation) {
        writer.tensor(name, fitting(columns), uniform(seed, ++tensors, deviation), columns, rows, RandomStyle.EXPERTS);
    }

    private BlockFormat fitting(int columns) {
        return columns % format.blockSize() == 0 ? format : BlockFormats.F32;
    }

    /** A tensor's weights: which of the model's it is, and their deviation. */
    static TensorSource uniform(long seed, int tensor, double deviation) {
        long start = mix(seed + tensor);
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
