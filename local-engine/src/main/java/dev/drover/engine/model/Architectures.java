package dev.drover.engine.model;

import dev.drover.engine.gguf.GgufFile;
import dev.drover.engine.kernel.KernelLevel;
import dev.drover.engine.model.gemma.Gemma2Architecture;
import dev.drover.engine.model.gemma.Gemma3Architecture;
import dev.drover.engine.model.gemma.GemmaArchitecture;
import dev.drover.engine.model.glm.Glm4Architecture;
import dev.drover.engine.model.granite.GraniteArchitecture;
import dev.drover.engine.model.llama.LlamaArchitecture;
import dev.drover.engine.model.phi.Phi3Architecture;
import dev.drover.engine.model.qwen.Qwen2Architecture;
import dev.drover.engine.model.qwen.Qwen2MoeArchitecture;
import dev.drover.engine.model.qwen.Qwen3Architecture;
import dev.drover.engine.model.qwen.Qwen3MoeArchitecture;
import dev.drover.engine.network.Architecture;
import dev.drover.engine.network.Network;
import java.util.List;
import java.util.stream.Collectors;

/** The catalogue of architectures. */
public final class Architectures {

    private static final List<Architecture> ALL = List.of(LlamaArchitecture.original(), LlamaArchitecture.internLm(),
            LlamaArchitecture.ernie(), new Qwen2Architecture(), new Qwen2MoeArchitecture(), new Qwen3Architecture(),
            new Qwen3MoeArchitecture(), new GemmaArchitecture(), new Gemma2Architecture(), new Gemma3Architecture(),
            new Phi3Architecture(), new Glm4Architecture(), GraniteArchitecture.dense(), GraniteArchitecture.mixture());

    private Architectures() {}

    /** Every architecture there is. */
    public static List<Architecture> all() {
        return ALL;
    }

    /**
     * Builds the network of a file.
     *
     * @throws dev.drover.engine.gguf.InvalidModelFile when its architecture is not in the catalogue, or it is damaged
     */
    public static Network load(GgufFile file, KernelLevel kernels) {
        String name = file.metadata().requiredString("general.architecture");
        for (Architecture architecture : ALL) {
            if (architecture.name().equals(name)) {
                return architecture.load(file, kernels);
            }
        }
        throw file.metadata()
                .refusal("general.architecture", name,
                        ALL.stream().map(Architecture::name).collect(Collectors.joining(" or ")));
    }

    /** The memory that a file's weights take in the order of some kernels, besides the file's own. */
    public static long preparedBytes(GgufFile file, KernelLevel kernels) {
        boolean head = file.tensor("output.weight") != null;
        return file.tensors()
                .stream()
                .filter(tensor -> tensor.rows() > 1 && !(head && tensor.name().equals("token_embd.weight")))
                .mapToLong(tensor -> kernels.preparedBytes(tensor.format(), tensor.rows(),
                        Math.toIntExact(tensor.columns())))
                .sum();
    }
}
