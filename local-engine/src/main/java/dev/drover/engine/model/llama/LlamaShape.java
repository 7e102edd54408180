package dev.drover.engine.model.llama;

import dev.drover.engine.gguf.GgufFile;
import dev.drover.engine.gguf.Metadata;
import dev.drover.engine.gguf.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The sizes of a Llama network, as its file gives them.
 *
 * @param vocabulary the number of tokens
 * @param context how many tokens a sequence can have
 * @param width the numbers in a token's activations
 * @param layers the number of layers
 * @param heads the number of query heads in a layer
 * @param keyHeads the number of heads of keys and values, a divisor of {@code heads}
 * @param headSize the numbers in a head, even
 * @param hidden the numbers between the two matrices of SwiGLU
 * @param epsilon what normalization adds under the root
 */
record LlamaShape(int vocabulary, int context, int width, int layers, int heads, int keyHeads, int headSize, int hidden,
        float epsilon) {

    private static final int LARGEST = 1 << 24;

    static LlamaShape of(GgufFile file) {
        Metadata metadata = file.metadata();
        int width = metadata.requiredInteger("llama.embedding_length", 1, LARGEST);
        int layers = metadata.requiredInteger("llama.block_count", 1, 1024);
        int heads = metadata.requiredInteger("llama.attention.head_count", 1, 1 << 16);
        Integer keyHeads = metadata.integer("llama.attention.head_count_kv");
        Integer headSize = metadata.integer("llama.attention.key_length");
        LlamaShape shape = new LlamaShape(vocabulary(file, width),
                metadata.requiredInteger("llama.context_length", 1, LARGEST), width, layers, heads,
                keyHeads == null ? heads : keyHeads, headSize == null ? width / heads : headSize,
                metadata.requiredInteger("llama.feed_forward_length", 1, LARGEST), epsilon(metadata));
        shape.check(metadata);
        return shape;
    }

    private void check(Metadata metadata) {
        if (keyHeads < 1 || heads % keyHeads != 0) {
            throw metadata.refusal("llama.attention.head_count_kv", keyHeads, "a divisor of " + heads);
        }
        if (headSize < 2 || headSize % 2 != 0 || headSize > 4096) {
            throw metadata.refusal("llama.attention.key_length", headSize, "an even number, 2 to 4096");
        }
        require(metadata, "llama.attention.value_length", headSize);
        require(metadata, "llama.rope.dimension_count", headSize);
        Integer experts = metadata.integer("llama.expert_count");
        if (experts != null && experts != 0) {
            throw metadata.refusal("llama.expert_count", experts, "0: mixtures of experts are not supported");
        }
    }

    private static void require(Metadata metadata, String key, int expected) {
        Integer value = metadata.integer(key);
        if (value != null && value != expected) {
            throw metadata.refusal(key, value, expected + ", the size of a head");
        }
    }

    private static float epsilon(Metadata metadata) {
        String key = "llama.attention.layer_norm_rms_epsilon";
        @Nullable
        Double epsilon = metadata.number(key);
        if (epsilon == null || !(epsilon > 0 && epsilon < 1)) {
            throw metadata.refusal(key, epsilon == null ? "absent" : epsilon, "between 0 and 1, such as 1e-5");
        }
        return (float) (double) epsilon;
    }

    private static int vocabulary(GgufFile file, int width) {
        Tensor embedding = file.tensor("token_embd.weight");
        long rows = embedding == null ? 1 : embedding.rows();
        if (rows > LARGEST) {
            throw file.metadata().refusal("token_embd.weight", rows + " rows", "at most " + LARGEST);
        }
        return file.matrix("token_embd.weight", rows, width).rows() == 0 ? 0 : (int) rows;
    }

    /** The numbers in all queries of a token. */
    int queryWidth() {
        return heads * headSize;
    }

    /** The numbers in all keys of a token. */
    int keyWidth() {
        return keyHeads * headSize;
    }
}
