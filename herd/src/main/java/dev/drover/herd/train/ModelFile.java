package dev.drover.herd.train;

import dev.drover.engine.format.BlockFormat;
import dev.drover.engine.format.BlockFormats;
import dev.drover.engine.gguf.GgufFile;
import dev.drover.engine.gguf.GgufWriter;
import dev.drover.engine.gguf.Tensor;
import dev.drover.herd.train.kernel.Normalization;
import dev.drover.herd.train.network.Parameter;
import dev.drover.herd.train.network.ParameterLayout;
import dev.drover.herd.train.network.Shape;
import dev.drover.herd.vocabulary.HerdTokenizer;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Trained models as GGUF files of the {@code llama} architecture, with the herd's tokenizer and chat template inside. Matrices
 * turn from inputs x outputs to the file's outputs x inputs; norms stay 32-bit floats; the head is the embedding.
 */
public final class ModelFile {

    /** The chat template of all models. */
    public static final String CHAT_TEMPLATE = "{{ bos_token }}{% for m in messages %}"
            + "{{ '<|' + m['role'] + '|>' + m['content'] }}"
            + "{% if m['role'] == 'assistant' %}{{ '<|end|>' }}{% endif %}{% endfor %}"
            + "{% if add_generation_prompt %}{{ '<|assistant|>' }}{% endif %}";

    private static final int CONTEXT = 512;

    private ModelFile() {}

    /**
     * Writes a model.
     *
     * @param format how matrices and the embedding are stored
     * @throws IOException when the file cannot be written
     */
    public static void write(Path file, TrainedModel model, String name, String description, BlockFormat format)
            throws IOException {
        GgufWriter writer = new GgufWriter();
        describe(writer, model.shape(), name, description);
        tokenizer(writer, HerdTokenizer.bundled());
        for (Parameter parameter : new ParameterLayout(model.shape()).all()) {
            float[] values = new float[parameter.size()];
            switch (parameter.kind()) {
                case NORM -> {
                    System.arraycopy(model.weights(), parameter.at(), values, 0, values.length);
                    writer.tensor(parameter.name(), BlockFormats.F32, values, parameter.columns());
                }
                case EMBEDDING -> {
                    System.arraycopy(model.weights(), parameter.at(), values, 0, values.length);
                    writer.tensor(parameter.name(), format, values, parameter.columns(), parameter.rows());
                }
                case MATRIX -> {
                    transpose(model.weights(), parameter.at(), parameter.rows(), parameter.columns(), values, 0);
                    writer.tensor(parameter.name(), format, values, parameter.rows(), parameter.columns());
                }
            }
        }
        writer.write(file);
    }

    private static void describe(GgufWriter writer, Shape shape, String name, String description) {
        writer.put("general.architecture", "llama")
                .put("general.name", name)
                .put("general.description", description)
                .put("llama.context_length", CONTEXT)
                .put("llama.embedding_length", shape.width())
                .put("llama.block_count", shape.layers())
                .put("llama.feed_forward_length", shape.hidden())
                .put("llama.attention.head_count", shape.heads())
                .put("llama.attention.head_count_kv", shape.kvHeads())
                .put("llama.attention.layer_norm_rms_epsilon", Normalization.EPSILON)
                .put("llama.rope.dimension_count", shape.headWidth())
                .put("llama.rope.freq_base", 10_000f)
                .put("llama.vocab_size", shape.vocabulary());
    }

    private static void tokenizer(GgufWriter writer, HerdTokenizer tokenizer) {
        writer.put("tokenizer.ggml.model", "gpt2")
                .put("tokenizer.ggml.pre", "gpt-2")
                .put("tokenizer.ggml.tokens", tokenizer.tokens())
                .put("tokenizer.ggml.token_type", tokenizer.types())
                .put("tokenizer.ggml.merges", tokenizer.merges())
                .put("tokenizer.ggml.bos_token_id", HerdTokenizer.BOS)
                .put("tokenizer.ggml.eos_token_id", HerdTokenizer.END)
                .put("tokenizer.ggml.padding_token_id", HerdTokenizer.PAD)
                .put("tokenizer.ggml.add_bos_token", true)
                .put("tokenizer.chat_template", CHAT_TEMPLATE);
    }

    /**
     * Reads a model that {@link #write} wrote, as the floats that its stored numbers stand for.
     *
     * @throws IOException when the file cannot be read
     */
    public static TrainedModel read(Path file, Shape shape) throws IOException {
        ParameterLayout layout = new ParameterLayout(shape);
        float[] weights = new float[layout.size()];
        try (GgufFile model = GgufFile.open(file)) {
            for (Parameter parameter : layout.all()) {
                float[] values = values(file, model, parameter);
                if (parameter.kind() == Parameter.Kind.MATRIX) {
                    int outputs = parameter.columns();
                    transpose(values, 0, outputs, parameter.rows(), weights, parameter.at());
                } else {
                    System.arraycopy(values, 0, weights, parameter.at(), values.length);
                }
            }
        }
        return new TrainedModel(shape, weights);
    }

    private static float[] values(Path file, GgufFile model, Parameter parameter) throws IOException {
        Tensor tensor = model.tensor(parameter.name());
        if (tensor == null || tensor.rows() * tensor.columns() != parameter.size()) {
            throw new IOException(file + ": " + parameter.name() + " is missing or of another size (expected: "
                    + parameter.size() + " numbers)");
        }
        return tensor.values();
    }

    private static void transpose(float[] from, int at, int rows, int columns, float[] to, int toAt) {
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                to[toAt + j * rows + i] = from[at + i * columns + j];
            }
        }
    }
}
