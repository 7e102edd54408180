package dev.drover.engine.model.qwen;

import dev.drover.engine.gguf.GgufFile;
import dev.drover.engine.kernel.KernelLevel;
import dev.drover.engine.model.decoder.DecoderLoader;
import dev.drover.engine.model.decoder.DecoderPlan;
import dev.drover.engine.model.decoder.ExpertPlan;
import dev.drover.engine.model.decoder.RotaryLayout;
import dev.drover.engine.network.Architecture;
import dev.drover.engine.network.Network;

/** Qwen 3 with experts; the weights of those used are brought to a sum of 1. */
public final class Qwen3MoeArchitecture implements Architecture {

    @Override
    public String name() {
        return "qwen3moe";
    }

    @Override
    public Network load(GgufFile file, KernelLevel kernels) {
        DecoderPlan plan = DecoderPlan.of(file, name(), RotaryLayout.HALVES);
        file.metadata().requiredInteger(name() + ".expert_count", 1, 1 << 16);
        int used = file.metadata().requiredInteger(name() + ".expert_used_count", 1, 1 << 16);
        int hidden = Math.max(1, plan.shape().hidden() / used);
        return DecoderLoader.load(file, kernels, plan.with(plan.features().withQueryKeyNorms())
                .with(ExpertPlan.of(file.metadata(), name(), hidden, true)));
    }
}
