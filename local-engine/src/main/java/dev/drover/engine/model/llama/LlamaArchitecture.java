package dev.drover.engine.model.llama;

import dev.drover.engine.gguf.GgufFile;
import dev.drover.engine.kernel.KernelLevel;
import dev.drover.engine.model.decoder.DecoderLoader;
import dev.drover.engine.model.decoder.DecoderPlan;
import dev.drover.engine.model.decoder.ExpertPlan;
import dev.drover.engine.model.decoder.RotaryLayout;
import dev.drover.engine.model.decoder.Windows;
import dev.drover.engine.network.Architecture;
import dev.drover.engine.network.Network;

/**
 * Llama (Touvron et al. 2023) and what is built like it, {@code general.architecture = llama}: Mistral, which may have a
 * window on every layer (Jiang et al. 2023), and Mixtral, which has experts (Jiang et al. 2024). InternLM 2 and Ernie 4.5
 * are Llamas under names of their own. Converters leave the rows of the query and key matrices in the order that goes with
 * pairs of neighbours.
 */
public final class LlamaArchitecture implements Architecture {

    private final String name;

    private LlamaArchitecture(String name) {
        this.name = name;
    }

    /** The one of old, {@code llama}. */
    public static LlamaArchitecture original() {
        return new LlamaArchitecture("llama");
    }

    /** InternLM 2 and later, {@code internlm2}. */
    public static LlamaArchitecture internLm() {
        return new LlamaArchitecture("internlm2");
    }

    /** Ernie 4.5 without experts, {@code ernie4_5}. */
    public static LlamaArchitecture ernie() {
        return new LlamaArchitecture("ernie4_5");
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Network load(GgufFile file, KernelLevel kernels) {
        DecoderPlan plan = DecoderPlan.of(file, name, RotaryLayout.NEIGHBOURS);
        int[] windows = Windows.of(file.metadata(), name, plan.shape().layers(), 0, 0);
        return DecoderLoader.load(file, kernels,
                plan.withWindows(windows).with(ExpertPlan.of(file.metadata(), name, plan.shape().hidden(), true)));
    }
}
