package dev.drover.engine.model;

import dev.drover.engine.gguf.GgufFile;
import dev.drover.engine.kernel.KernelLevel;
import dev.drover.engine.model.bert.BertArchitecture;
import dev.drover.engine.network.EncoderNetwork;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The catalogue of encoders: networks that turn a text into a vector. */
public final class Encoders {

    private static final List<BertArchitecture> ALL = List.of(BertArchitecture.plain(), BertArchitecture.nomic());

    private Encoders() {}

    /**
     * Whether a file says that it holds an encoder.
     *
     * @throws dev.drover.engine.gguf.InvalidModelFile when it is damaged
     * @throws IOException when it cannot be read
     */
    public static boolean holds(Path path) throws IOException {
        try (GgufFile file = GgufFile.open(path)) {
            String name = file.metadata().requiredString("general.architecture");
            return ALL.stream().anyMatch(architecture -> architecture.name().equals(name));
        }
    }

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
