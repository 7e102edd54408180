package dev.drover.engine.model.qwen;

import dev.drover.engine.gguf.GgufFile;
import dev.drover.engine.kernel.KernelLevel;
import dev.drover.engine.model.decoder.DecoderLoader;
import dev.drover.engine.model.decoder.DecoderPlan;
import dev.drover.engine.model.decoder.RotaryLayout;
import dev.drover.engine.network.Architecture;
import dev.drover.engine.network.Network;

/** Qwen 3 (Yang et al. 2025): Llama with a norm of each query and key before it is turned. */
public final class Qwen3Architecture implements Architecture {

    @Override
    public String name() {
        return "qwen3";
    }

    @Override
    public Network load(GgufFile file, KernelLevel kernels) {
        DecoderPlan plan = DecoderPlan.of(file, name(), RotaryLayout.HALVES);
        return DecoderLoader.load(file, kernels, plan.with(plan.features().withQueryKeyNorms()));
    }
}
