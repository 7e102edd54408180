package dev.drover.engine.model.gemma;

import dev.drover.engine.gguf.GgufFile;
import dev.drover.engine.kernel.KernelLevel;
import dev.drover.engine.model.decoder.Activation;
import dev.drover.engine.model.decoder.DecoderLoader;
import dev.drover.engine.model.decoder.DecoderPlan;
import dev.drover.engine.model.decoder.RotaryLayout;
import dev.drover.engine.model.decoder.Scales;
import dev.drover.engine.network.Architecture;
import dev.drover.engine.network.Network;

/** Gemma (Gemma Team 2024). */
public final class GemmaArchitecture implements Architecture {

    @Override
    public String name() {
        return "gemma";
    }

    @Override
    public Network load(GgufFile file, KernelLevel kernels) {
        return DecoderLoader.load(file, kernels, plan(file, name(), 0));
    }

    /**
     * What all Gemmas share.
     *
     * @param cap the size that no logit passes; 0 for none
     */
    static DecoderPlan plan(GgufFile file, String architecture, float cap) {
        DecoderPlan plan = DecoderPlan.of(file, architecture, RotaryLayout.HALVES);
        float root = (float) Math.sqrt(plan.shape().width());
        return plan.with(Activation.GELU).with(new Scales(root, 1, 1, cap));
    }

    /**
     * The scale of attention, by the size of a head; the largest model of a generation, which files do not mark, is known
     * by its layers and scales by the width for each head.
     */
    static float attentionScale(DecoderPlan plan, int layersOfLargest) {
        int size = plan.shape().layers() == layersOfLargest ? plan.shape().width() / plan.shape().heads()
                : plan.shape().headSize();
        return (float) (1 / Math.sqrt(size));
    }

    /**
     * A cap.
     *
     * @param key where the file says it
     * @param otherwise that of a file that does not; 0 for none
     */
    static float cap(GgufFile file, String key, float otherwise) {
        Double cap = file.metadata().number(key);
        if (cap != null && !(cap >= 0 && cap < 1e9)) {
            throw file.metadata().refusal(key, cap, "0 for none, or above 0");
        }
        return cap == null ? otherwise : (float) (double) cap;
    }
}
