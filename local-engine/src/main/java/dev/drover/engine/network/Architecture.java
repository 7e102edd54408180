package dev.drover.engine.network;

import dev.drover.engine.gguf.GgufFile;
import dev.drover.engine.kernel.KernelLevel;

/** A kind of network that model files can hold; an entry of the catalogue of architectures. */
public interface Architecture {

    /** What files call it in {@code general.architecture}. */
    String name();

    /**
     * Builds the network over a file's weights, which stay where they are.
     *
     * @param file the model; must stay open as long as the network is used
     * @param kernels what it computes with
     * @throws dev.drover.engine.gguf.InvalidModelFile when something is missing, does not fit, or would be ignored
     */
    Network load(GgufFile file, KernelLevel kernels);
}
