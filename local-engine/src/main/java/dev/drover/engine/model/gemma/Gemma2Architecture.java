package dev.drover.engine.model.gemma;

import dev.drover.engine.gguf.GgufFile;
import dev.drover.engine.kernel.KernelLevel;
import dev.drover.engine.model.decoder.DecoderLoader;
import dev.drover.engine.model.decoder.DecoderPlan;
import dev.drover.engine.model.decoder.Windows;
import dev.drover.engine.network.Architecture;
import dev.drover.engine.network.Network;

/** Gemma 2 (Gemma Team 2024): every second layer has a window, scores and logits are capped. */
public final class Gemma2Architecture implements Architecture {

    private static final int LAYERS_OF_LARGEST = 46;

    @Override
    public String name() {
        return "gemma2";
    }

    @Override
    public Network load(GgufFile file, KernelLevel kernels) {
        DecoderPlan plan = GemmaArchitecture.plan(file, name(),
                GemmaArchitecture.cap(file, name() + ".final_logit_softcapping", 30));
        float cap = GemmaArchitecture.cap(file, name() + ".attn_logit_softcapping", 50);
        int[] windows = Windows.of(file.metadata(), name(), plan.shape().layers(), 4096, 2);
        return DecoderLoader.load(file, kernels,
                plan.with(plan.features().withPostNorms())
                        .withWindows(windows)
                        .withAttention(GemmaArchitecture.attentionScale(plan, LAYERS_OF_LARGEST), cap));
    }
}
