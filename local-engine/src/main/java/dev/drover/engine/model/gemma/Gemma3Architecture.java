package dev.drover.engine.model.gemma;

import dev.drover.engine.gguf.GgufFile;
import dev.drover.engine.kernel.KernelLevel;
import dev.drover.engine.model.decoder.DecoderLoader;
import dev.drover.engine.model.decoder.DecoderPlan;
import dev.drover.engine.model.decoder.RotaryPlan;
import dev.drover.engine.model.decoder.Windows;
import dev.drover.engine.network.Architecture;
import dev.drover.engine.network.Network;
import java.util.Objects;

/**
 * The text part of Gemma 3 (Gemma Team 2025): norms of queries and keys, and of six layers five with a window, whose
 * positions turn by another base and are not stretched.
 */
public final class Gemma3Architecture implements Architecture {

    private static final int LAYERS_OF_LARGEST = 62;

    @Override
    public String name() {
        return "gemma3";
    }

    @Override
    public Network load(GgufFile file, KernelLevel kernels) {
        DecoderPlan plan = GemmaArchitecture.plan(file, name(),
                GemmaArchitecture.cap(file, name() + ".final_logit_softcapping", 0));
        RotaryPlan positions = Objects.requireNonNull(plan.positions());
        RotaryPlan local = positions.local(file.metadata(), name() + ".rope.freq_base_swa");
        int[] windows = Windows.of(file.metadata(), name(), plan.shape().layers(), 0, 6);
        return DecoderLoader.load(file, kernels,
                plan.with(plan.features().withPostNorms().withQueryKeyNorms())
                        .withWindows(windows)
                        .withPositions(positions, local)
                        .withAttention(GemmaArchitecture.attentionScale(plan, LAYERS_OF_LARGEST), 0));
    }
}
