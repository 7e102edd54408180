package dev.drover.engine.model.phi;

import dev.drover.engine.gguf.GgufFile;
import dev.drover.engine.kernel.KernelLevel;
import dev.drover.engine.model.decoder.DecoderLoader;
import dev.drover.engine.model.decoder.DecoderPlan;
import dev.drover.engine.model.decoder.RotaryLayout;
import dev.drover.engine.model.decoder.Windows;
import dev.drover.engine.network.Architecture;
import dev.drover.engine.network.Network;

/**
 * Phi 3 and what is built like it (Abdin et al. 2024): Llama with fused matrices, with a window on every layer in its
 * short version, and with factors for short and for long sequences in its long one.
 */
public final class Phi3Architecture implements Architecture {

    @Override
    public String name() {
        return "phi3";
    }

    @Override
    public Network load(GgufFile file, KernelLevel kernels) {
        DecoderPlan plan = DecoderPlan.of(file, name(), RotaryLayout.HALVES);
        int[] windows = Windows.of(file.metadata(), name(), plan.shape().layers(), 0, 0);
        return DecoderLoader.load(file, kernels, plan.with(plan.features().withFusedGate()).withWindows(windows));
    }
}
