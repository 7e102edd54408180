package dev.drover.engine.model.decoder;

import dev.drover.engine.gguf.GgufFile;
import dev.drover.engine.gguf.Metadata;
import dev.drover.engine.gguf.Tensor;

/**
 * The sizes of a network, as its file gives them.
 *
 * @param vocabulary the number of tokens
 * @param context how many tokens a sequence can have
 * @param width the numbers in a token's activations
 * @param layers the number of layers
 * @param heads the number of query heads in a layer
 * @param keyHeads the number of heads of keys and values, a divisor of {@code heads}
 * @param headSize the numbers in a head
 * @param rotated how many of them are turned to their position, even
 * @param hidden the numbers between the matrices of a feed-forward part
 */
public record DecoderShape(int vocabulary, int context, int width, int layers, int heads, int keyHeads, int headSize,
        int rotated, int hidden) {

    private static final int LARGEST = 1 << 24;

    /**
     * Reads a file's sizes.
     *
     * @param file the model
     * @param architecture what its keys begin with
     * @throws dev.drover.engine.gguf.InvalidModelFile when one is missing or no size
     */
    public static DecoderShape of(GgufFile file, String architecture) {
        Metadata metadata = file.metadata();
        int width = metadata.requiredInteger(architecture + ".embedding_length", 1, LARGEST);
        int layers = metadata.requiredInteger(architecture + ".block_count", 1, 1024);
        int heads = metadata.requiredInteger(architecture + ".attention.head_count", 1, 1 << 16);
        Integer keyHeads = metadata.integer(architecture + ".attention.head_count_kv");
        Integer keyLength = metadata.integer(architecture + ".attention.key_length");
        Integer rotated = metadata.integer(architecture + ".rope.dimension_count");
        int headSize = keyLength == null ? width / heads : keyLength;
        DecoderShape shape = new DecoderShape(vocabulary(file, width),
                metadata.requiredInteger(architecture + ".context_length", 1, LARGEST), width, layers, heads,
                keyHeads == null ? heads : keyHeads, headSize, rotated == null ? headSize : rotated,
                metadata.requiredInteger(architecture + ".feed_forward_length", 1, LARGEST));
        shape.check(metadata, architecture);
        return shape;
    }

    private void check(Metadata metadata, String architecture) {
        if (keyHeads < 1 || heads % keyHeads != 0) {
            throw metadata.refusal(architecture + ".attention.head_count_kv", keyHeads, "a divisor of " + heads);
        }
        if (headSize < 2 || headSize % 2 != 0 || headSize > 4096) {
            throw metadata.refusal(architecture + ".attention.key_length", headSize, "an even number, 2 to 4096");
        }
        if (rotated < 2 || rotated % 2 != 0 || rotated > headSize) {
            throw metadata.refusal(architecture + ".rope.dimension_count", rotated,
                    "an even number, 2 to " + headSize + ", the size of a head");
        }
        Integer valueSize = metadata.integer(architecture + ".attention.value_length");
        if (valueSize != null && valueSize != headSize) {
            throw metadata.refusal(architecture + ".attention.value_length", valueSize,
                    headSize + ", the size of a head");
        }
    }

    private static int vocabulary(GgufFile file, int width) {
        Tensor embedding = file.tensor("token_embd.weight");
        long rows = embedding == null ? 1 : embedding.rows();
        if (rows > LARGEST) {
            throw file.metadata().refusal("token_embd.weight", rows + " rows", "at most " + LARGEST);
        }
        return (int) file.matrix("token_embd.weight", rows, width).rows();
    }

    /** The same with another number of layers. */
    DecoderShape withLayers(int count) {
        return new DecoderShape(vocabulary, context, width, count, heads, keyHeads, headSize, rotated, hidden);
    }

    /** The numbers in all queries of a token. */
    public int queryWidth() {
        return heads * headSize;
    }

    /** The numbers in all keys of a token. */
    public int keyWidth() {
        return keyHeads * headSize;
    }
}
