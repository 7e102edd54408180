package dev.drover.engine.model.qwen;

import dev.drover.engine.gguf.GgufFile;
import dev.drover.engine.gguf.Metadata;
import dev.drover.engine.kernel.KernelLevel;
import dev.drover.engine.model.decoder.DecoderLoader;
import dev.drover.engine.model.decoder.DecoderPlan;
import dev.drover.engine.model.decoder.ExpertPlan;
import dev.drover.engine.model.decoder.RotaryLayout;
import dev.drover.engine.network.Architecture;
import dev.drover.engine.network.Network;

/**
 * Qwen 1.5 and 2 with experts: the probabilities of those used are taken as they are, and beside them one expert serves
 * every token with a weight of its own.
 */
public final class Qwen2MoeArchitecture implements Architecture {

    @Override
    public String name() {
        return "qwen2moe";
    }

    @Override
    public Network load(GgufFile file, KernelLevel kernels) {
        DecoderPlan plan = DecoderPlan.of(file, name(), RotaryLayout.HALVES);
        Metadata metadata = file.metadata();
        int hidden = plan.shape().hidden();
        metadata.requiredInteger(name() + ".expert_count", 1, 1 << 16);
        int used = metadata.requiredInteger(name() + ".expert_used_count", 1, 1 << 16);
        ExpertPlan experts = ExpertPlan.of(metadata, name(), Math.max(1, hidden / used), false);
        String key = name() + ".expert_shared_feed_forward_length";
        int shared = metadata.integer(key) == null ? hidden : metadata.requiredInteger(key, 1, 1 << 24);
        return DecoderLoader.load(file, kernels, plan.with(plan.features().withBiases())
                .with(experts == null ? null : experts.withShared(shared, true)));
    }
}
