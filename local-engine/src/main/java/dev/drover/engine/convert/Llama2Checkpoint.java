package dev.drover.engine.convert;

import dev.drover.engine.format.BlockFormat;
import dev.drover.engine.format.BlockFormats;
import dev.drover.engine.format.LittleEndian;
import dev.drover.engine.gguf.GgufWriter;
import dev.drover.engine.gguf.InvalidModelFile;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A checkpoint of llama2.c in its first ("legacy") format, and the tokenizer that goes with it. The checkpoint is seven
 * 32-bit integers (width, hidden size, layers, heads, key heads, vocabulary, context; a negative vocabulary says that
 * the head is not the embedding), then all weights in 32-bit floating point, kind after kind. The tokenizer is the
 * longest token's length, then score, length and bytes of each token, in the order of SentencePiece: unknown, begin,
 * end, 256 single bytes, the rest.
 */
public final class Llama2Checkpoint {

    private static final int HEADER_BYTES = 7 * Integer.BYTES;
    private static final int NORMAL = 1;
    private static final int UNKNOWN = 2;
    private static final int CONTROL = 3;
    private static final int BYTE = 6;
    private static final int FIRST_BYTE = 3;
    private static final int FIRST_TEXT = FIRST_BYTE + 256;

    private final String file;
    private final MemorySegment bytes;
    private final int width;
    private final int hidden;
    private final int layers;
    private final int heads;
    private final int keyHeads;
    private final int vocabulary;
    private final int context;
    private final boolean tied;
    private long position = HEADER_BYTES;

    private Llama2Checkpoint(String file, byte[] content) {
        this.file = file;
        this.bytes = MemorySegment.ofArray(content);
        if (content.length < HEADER_BYTES) {
            throw new InvalidModelFile(file, "header", 0, content.length + " bytes", "at least " + HEADER_BYTES);
        }
        this.width = size("width", 0);
        this.hidden = size("hidden size", 1);
        this.layers = size("layers", 2);
        this.heads = size("heads", 3);
        this.keyHeads = size("key heads", 4);
        int signed = bytes.get(LittleEndian.INT, 5L * Integer.BYTES);
        this.tied = signed > 0;
        this.vocabulary = within("vocabulary", 5, Math.abs(signed));
        this.context = size("context", 6);
        if (width % heads != 0 || heads % keyHeads != 0 || width / heads % 2 != 0) {
            throw new InvalidModelFile(file, "header", 0,
                    "width " + width + ", heads " + heads + ", key heads " + keyHeads,
                    "each a divisor of the one before, heads of even size");
        }
    }

    private int size(String field, int index) {
        return within(field, index, bytes.get(LittleEndian.INT, (long) index * Integer.BYTES));
    }

    private int within(String field, int index, int value) {
        if (value < 1 || value > 1 << 20) {
            throw new InvalidModelFile(file, field, (long) index * Integer.BYTES, value, "1 to 1048576");
        }
        return value;
    }

    /**
     * Writes a GGUF file.
     *
     * @param checkpoint the weights, at most 2 GiB
     * @param tokenizer the tokenizer
     * @param format how matrices are stored where their rows divide into blocks; else, and for vectors, 32-bit floats
     * @param target the file to write
     * @throws InvalidModelFile when one of the two is damaged
     * @throws IOException when reading or writing fails
     */
    public static void convert(Path checkpoint, Path tokenizer, BlockFormat format, Path target) throws IOException {
        Llama2Checkpoint source = new Llama2Checkpoint(String.valueOf(checkpoint.getFileName()),
                Files.readAllBytes(checkpoint));
        GgufWriter writer = new GgufWriter();
        source.describe(writer, format);
        source.tokens(writer, String.valueOf(tokenizer.getFileName()), Files.readAllBytes(tokenizer));
        source.weights(writer, format);
        writer.write(target);
    }

    private void describe(GgufWriter writer, BlockFormat format) {
        writer.put("general.architecture", "llama")
                .put("general.name", file.replaceFirst("\\.[^.]*$", ""))
                .put("general.file_type", format.fileType())
                .put("llama.context_length", context)
                .put("llama.embedding_length", width)
                .put("llama.block_count", layers)
                .put("llama.feed_forward_length", hidden)
                .put("llama.attention.head_count", heads)
                .put("llama.attention.head_count_kv", keyHeads)
                .put("llama.attention.layer_norm_rms_epsilon", 1e-5f)
                .put("llama.rope.dimension_count", width / heads)
                .put("llama.rope.freq_base", 10_000f)
                .put("llama.vocab_size", vocabulary);
    }

    private void tokens(GgufWriter writer, String name, byte[] content) {
        MemorySegment source = MemorySegment.ofArray(content);
        List<String> texts = new ArrayList<>();
        float[] scores = new float[vocabulary];
        int[] types = new int[vocabulary];
        long at = Integer.BYTES;
        for (int token = 0; token < vocabulary; token++) {
            String field = "token " + token;
            if (content.length - at < 2 * Integer.BYTES) {
                throw new InvalidModelFile(name, field, at, "the file ends", vocabulary + " tokens");
            }
            scores[token] = source.get(LittleEndian.FLOAT, at);
            int length = source.get(LittleEndian.INT, at + Float.BYTES);
            at += 2 * Integer.BYTES;
            if (length < 0 || length > content.length - at) {
                throw new InvalidModelFile(name, field, at, length + " bytes", "no more than the file has");
            }
            String text = new String(content, (int) at, length, StandardCharsets.UTF_8);
            at += length;
            types[token] = type(token);
            texts.add(text(token, text));
        }
        writer.put("tokenizer.ggml.model", "llama")
                .put("tokenizer.ggml.tokens", texts)
                .put("tokenizer.ggml.scores", scores)
                .put("tokenizer.ggml.token_type", types)
                .put("tokenizer.ggml.bos_token_id", 1)
                .put("tokenizer.ggml.eos_token_id", 2)
                .put("tokenizer.ggml.unknown_token_id", 0)
                .put("tokenizer.ggml.add_bos_token", true)
                .put("tokenizer.ggml.add_space_prefix", true);
    }

    private static int type(int token) {
        if (token == 0) {
            return UNKNOWN;
        }
        return token < FIRST_BYTE ? CONTROL : token < FIRST_TEXT ? BYTE : NORMAL;
    }

    private static String text(int token, String text) {
        return switch (token) {
            case 0 -> "<unk>";
            case 1 -> "<s>";
            case 2 -> "</s>";
            default -> token < FIRST_TEXT ? String.format("<0x%02X>", token - FIRST_BYTE) : text.replace(' ', '\u2581');
        };
    }

    private void weights(GgufWriter writer, BlockFormat format) {
        int keyWidth = width / heads * keyHeads;
        matrix(writer, "token_embd.weight", format, vocabulary, width);
        vectors(writer, "attn_norm");
        matrices(writer, "attn_q", format, width, width);
        matrices(writer, "attn_k", format, keyWidth, width);
        matrices(writer, "attn_v", format, keyWidth, width);
        matrices(writer, "attn_output", format, width, width);
        vectors(writer, "ffn_norm");
        matrices(writer, "ffn_gate", format, hidden, width);
        matrices(writer, "ffn_down", format, width, hidden);
        matrices(writer, "ffn_up", format, hidden, width);
        writer.tensor("output_norm.weight", BlockFormats.F32, next("output_norm", width), width);
        position += (long) context * (width / heads) * Float.BYTES;
        if (!tied) {
            matrix(writer, "output.weight", format, vocabulary, width);
        }
        if (position != bytes.byteSize()) {
            throw new InvalidModelFile(file, "weights", HEADER_BYTES, bytes.byteSize() - HEADER_BYTES + " bytes",
                    position - HEADER_BYTES + ", as the header says");
        }
    }

    private void vectors(GgufWriter writer, String kind) {
        for (int layer = 0; layer < layers; layer++) {
            String name = "blk." + layer + "." + kind + ".weight";
            writer.tensor(name, BlockFormats.F32, next(name, width), width);
        }
    }

    private void matrices(GgufWriter writer, String kind, BlockFormat format, int rows, int columns) {
        for (int layer = 0; layer < layers; layer++) {
            matrix(writer, "blk." + layer + "." + kind + ".weight", format, rows, columns);
        }
    }

    private void matrix(GgufWriter writer, String name, BlockFormat format, int rows, int columns) {
        BlockFormat fitting = columns % format.blockSize() == 0 ? format : BlockFormats.F32;
        writer.tensor(name, fitting, next(name, (long) rows * columns), columns, rows);
    }

    private float[] next(String name, long count) {
        long available = (bytes.byteSize() - position) / Float.BYTES;
        if (count > available) {
            throw new InvalidModelFile(file, name, position, Math.max(0, available) + " values", count + " values");
        }
        float[] values = bytes.asSlice(position, count * Float.BYTES).toArray(ValueLayout.JAVA_FLOAT_UNALIGNED);
        position += count * Float.BYTES;
        return values;
    }
}
