package dev.drover.engine.model;

import dev.drover.engine.gguf.GgufFile;
import dev.drover.engine.kernel.KernelLevel;
import dev.drover.engine.model.bert.BertArchitecture;
import dev.drover.engine.network.EncoderNetwork;
import java.util.List;
import java.util.stream.Collectors;

/** The catalogue of encoders: networks that turn a text into a vector. */
public final class Encoders {

    private static final List<BertArchitecture> ALL = List.of(BertArchitecture.plain(), BertArchitecture.nomic());

    private Encoders() {}

    /**
     * Builds the network of a file.
     *
     * @throws dev.drover.engine.gguf.InvalidModelFile when its architecture is not in the catalogue, or it is damaged
     */
    public static EncoderNetwork load(GgufFile file, KernelLevel kernels) {
        String name = file.metadata().requiredString("general.architecture");
        for (BertArchitecture architecture : ALL) {
            if (architecture.name().equals(name)) {
                return architecture.load(file, kernels);
            }
        }
        throw file.metadata()
                .refusal("general.architecture", name,
                        ALL.stream().map(BertArchitecture::name).collect(Collectors.joining(" or ")));
    }
}
