package dev.drover.engine.model.llama;

import dev.drover.engine.gguf.GgufFile;
import dev.drover.engine.gguf.Tensor;
import dev.drover.engine.kernel.KernelLevel;
import dev.drover.engine.kernel.Matrix;
import dev.drover.engine.network.Architecture;
import dev.drover.engine.network.Network;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Llama and what is built like it, {@code general.architecture = llama}. The rows of the query and key matrices are in
 * the order that goes with interleaved rotary pairs, as converters to GGUF leave them. A file with a tensor that would
 * be ignored is refused: its answers would be wrong.
 */
public final class LlamaArchitecture implements Architecture {

    private static final String ROPE_FACTORS = "rope_freqs.weight";
    private static final String HEAD = "output.weight";

    @Override
    public String name() {
        return "llama";
    }

    @Override
    public Network load(GgufFile file, KernelLevel kernels) {
        LlamaShape shape = LlamaShape.of(file);
        Loader loader = new Loader(file, kernels);
        Matrix embedding = loader.stored("token_embd.weight", shape.vocabulary(), shape.width());
        List<LlamaLayer> layers = new ArrayList<>();
        for (int i = 0; i < shape.layers(); i++) {
            layers.add(loader.layer("blk." + i + ".", shape));
        }
        float[] norm = loader.vector("output_norm.weight", shape.width());
        Matrix head = file.tensor(HEAD) == null ? kernels.prepare(embedding)
                : loader.matrix(HEAD, shape.vocabulary(), shape.width());
        float[] factors = file.tensor(ROPE_FACTORS) == null ? new float[0]
                : loader.vector(ROPE_FACTORS, shape.headSize() / 2);
        loader.refuseUnused();
        RotaryTable rotary = RotaryTable.of(file.metadata(), shape, factors);
        return new LlamaNetwork(shape, kernels, embedding, List.copyOf(layers), norm, head, rotary);
    }

    /** Takes tensors from a file and remembers which. */
    private static final class Loader {

        private final GgufFile file;
        private final KernelLevel kernels;
        private final Set<String> used = new HashSet<>();

        Loader(GgufFile file, KernelLevel kernels) {
            this.file = file;
            this.kernels = kernels;
        }

        /** A matrix that rows are taken from. */
        Matrix stored(String name, int rows, int columns) {
            Tensor tensor = file.matrix(name, rows, columns);
            used.add(name);
            return new Matrix(tensor.data(), tensor.format(), rows, columns);
        }

        /** A matrix to multiply with. */
        Matrix matrix(String name, int rows, int columns) {
            return kernels.prepare(stored(name, rows, columns));
        }

        float[] vector(String name, int size) {
            used.add(name);
            return file.matrix(name, 1, size).values();
        }

        LlamaLayer layer(String prefix, LlamaShape shape) {
            int width = shape.width();
            return new LlamaLayer(vector(prefix + "attn_norm.weight", width),
                    matrix(prefix + "attn_q.weight", shape.queryWidth(), width),
                    matrix(prefix + "attn_k.weight", shape.keyWidth(), width),
                    matrix(prefix + "attn_v.weight", shape.keyWidth(), width),
                    matrix(prefix + "attn_output.weight", width, shape.queryWidth()),
                    vector(prefix + "ffn_norm.weight", width),
                    matrix(prefix + "ffn_gate.weight", shape.hidden(), width),
                    matrix(prefix + "ffn_up.weight", shape.hidden(), width),
                    matrix(prefix + "ffn_down.weight", width, shape.hidden()));
        }

        void refuseUnused() {
            for (Tensor tensor : file.tensors()) {
                if (!used.contains(tensor.name())) {
                    throw file.metadata()
                            .refusal("tensor " + tensor.name(), "present", "none but those of a plain Llama network");
                }
            }
        }
    }
}
