package dev.drover.engine.model.glm;

import dev.drover.engine.gguf.GgufFile;
import dev.drover.engine.kernel.KernelLevel;
import dev.drover.engine.model.decoder.DecoderLoader;
import dev.drover.engine.model.decoder.DecoderPlan;
import dev.drover.engine.model.decoder.RotaryLayout;
import dev.drover.engine.network.Architecture;
import dev.drover.engine.network.Network;

/**
 * GLM 4 in its version of 2025 (GLM Team 2024): a norm of what each part adds, gate and up in one matrix, and heads of
 * which a part is turned.
 */
public final class Glm4Architecture implements Architecture {

    @Override
    public String name() {
        return "glm4";
    }

    @Override
    public Network load(GgufFile file, KernelLevel kernels) {
        DecoderPlan plan = DecoderPlan.of(file, name(), RotaryLayout.NEIGHBOURS);
        return DecoderLoader.load(file, kernels, plan.with(plan.features().withPostNorms().withFusedGate()));
    }
}
