package dev.drover.engine.model.bert;

import dev.drover.engine.format.BlockFormats;
import dev.drover.engine.gguf.GgufWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Small encoders of random weights. */
public final class BertFiles {

    static final int WIDTH = 48;
    static final int LAYERS = 2;
    static final int HEADS = 4;
    private static final int HIDDEN = 80;
    private static final int CONTEXT = 96;
    private static final List<String> TOKENS = tokens();

    private BertFiles() {}

    private static List<String> tokens() {
        List<String> tokens = new ArrayList<>(List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]"));
        for (char letter = 'a'; letter <= 'z'; letter++) {
            tokens.add("\u2581" + letter);
            tokens.add(String.valueOf(letter));
        }
        return tokens;
    }

    /** A file with the tokens of WordPiece for all words of small letters. */
    public static GgufWriter write(boolean rotary, int pooling) {
        String name = rotary ? "nomic-bert" : "bert";
        Random random = new Random(7);
        int[] types = new int[TOKENS.size()];
        Arrays.fill(types, 1);
        Arrays.fill(types, 0, 4, 3);
        GgufWriter writer = new GgufWriter().put("general.architecture", name)
                .put(name + ".context_length", CONTEXT)
                .put(name + ".embedding_length", WIDTH)
                .put(name + ".block_count", LAYERS)
                .put(name + ".feed_forward_length", HIDDEN)
                .put(name + ".attention.head_count", HEADS)
                .put(name + ".attention.layer_norm_epsilon", 1e-12f)
                .put(name + ".attention.causal", false)
                .put(name + ".rope.freq_base", 1000f)
                .put(name + ".pooling_type", pooling)
                .put("tokenizer.ggml.model", "bert")
                .put("tokenizer.ggml.tokens", TOKENS)
                .put("tokenizer.ggml.token_type", types)
                .put("tokenizer.ggml.unknown_token_id", 1)
                .put("tokenizer.ggml.cls_token_id", 2)
                .put("tokenizer.ggml.seperator_token_id", 3);
        matrix(writer, random, "token_embd.weight", TOKENS.size(), WIDTH, 1);
        matrix(writer, random, "token_types.weight", 2, WIDTH, 1);
        if (!rotary) {
            matrix(writer, random, "position_embd.weight", CONTEXT, WIDTH, 1);
        }
        norm(writer, random, "token_embd_norm");
        for (int layer = 0; layer < LAYERS; layer++) {
            layer(writer, random, "blk." + layer + ".", rotary);
        }
        return writer;
    }

    private static void layer(GgufWriter writer, Random random, String at, boolean rotary) {
        if (rotary) {
            projection(writer, random, at + "attn_qkv", 3 * WIDTH, WIDTH, false);
            projection(writer, random, at + "ffn_gate", HIDDEN, WIDTH, false);
        } else {
            projection(writer, random, at + "attn_q", WIDTH, WIDTH, true);
            projection(writer, random, at + "attn_k", WIDTH, WIDTH, true);
            projection(writer, random, at + "attn_v", WIDTH, WIDTH, true);
        }
        projection(writer, random, at + "attn_output", WIDTH, WIDTH, !rotary);
        norm(writer, random, at + "attn_output_norm");
        projection(writer, random, at + "ffn_up", HIDDEN, WIDTH, !rotary);
        projection(writer, random, at + "ffn_down", WIDTH, HIDDEN, !rotary);
        norm(writer, random, at + "layer_output_norm");
    }

    private static void projection(GgufWriter writer, Random random, String name, int rows, int columns,
            boolean biased) {
        matrix(writer, random, name + ".weight", rows, columns, 1.5 / Math.sqrt(columns));
        if (biased) {
            writer.tensor(name + ".bias", BlockFormats.F32, numbers(random, rows, 0.3), rows);
        }
    }

    private static void norm(GgufWriter writer, Random random, String name) {
        float[] weight = numbers(random, WIDTH, 0.2);
        for (int i = 0; i < WIDTH; i++) {
            weight[i] += 1;
        }
        writer.tensor(name + ".weight", BlockFormats.F32, weight, WIDTH);
        writer.tensor(name + ".bias", BlockFormats.F32, numbers(random, WIDTH, 0.2), WIDTH);
    }

    private static void matrix(GgufWriter writer, Random random, String name, int rows, int columns, double deviation) {
        writer.tensor(name, BlockFormats.F32, numbers(random, rows * columns, deviation), columns, rows);
    }

    private static float[] numbers(Random random, int count, double deviation) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) (random.nextGaussian() * deviation);
        }
        return numbers;
    }
}
