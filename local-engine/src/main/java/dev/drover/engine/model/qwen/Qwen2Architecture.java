package dev.drover.engine.model.qwen;

import dev.drover.engine.gguf.GgufFile;
import dev.drover.engine.kernel.KernelLevel;
import dev.drover.engine.model.decoder.DecoderLoader;
import dev.drover.engine.model.decoder.DecoderPlan;
import dev.drover.engine.model.decoder.RotaryLayout;
import dev.drover.engine.network.Architecture;
import dev.drover.engine.network.Network;

/** Qwen 2 and 2.5 (Yang et al. 2024): Llama with biases on queries, keys and values. */
public final class Qwen2Architecture implements Architecture {

    @Override
    public String name() {
        return "qwen2";
    }

    @Override
    public Network load(GgufFile file, KernelLevel kernels) {
        DecoderPlan plan = DecoderPlan.of(file, name(), RotaryLayout.HALVES);
        return DecoderLoader.load(file, kernels, plan.with(plan.features().withBiases()));
    }
}
