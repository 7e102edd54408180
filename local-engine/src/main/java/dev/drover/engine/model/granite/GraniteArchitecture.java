package dev.drover.engine.model.granite;

import dev.drover.engine.gguf.GgufFile;
import dev.drover.engine.gguf.Metadata;
import dev.drover.engine.kernel.KernelLevel;
import dev.drover.engine.model.decoder.DecoderLoader;
import dev.drover.engine.model.decoder.DecoderPlan;
import dev.drover.engine.model.decoder.ExpertPlan;
import dev.drover.engine.model.decoder.RotaryLayout;
import dev.drover.engine.model.decoder.Scales;
import dev.drover.engine.network.Architecture;
import dev.drover.engine.network.Network;

/**
 * Granite 3 (Granite Team 2024) in its two kinds. Its file gives the factors of embedding, residual and attention, and
 * what logits are divided by; positions turn nothing where {@code .rope.scaling.finetuned} is false.
 */
public final class GraniteArchitecture implements Architecture {

    private final String name;

    private GraniteArchitecture(String name) {
        this.name = name;
    }

    /** The one without experts, {@code granite}. */
    public static GraniteArchitecture dense() {
        return new GraniteArchitecture("granite");
    }

    /** The one with experts, {@code granitemoe}. */
    public static GraniteArchitecture mixture() {
        return new GraniteArchitecture("granitemoe");
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Network load(GgufFile file, KernelLevel kernels) {
        Metadata metadata = file.metadata();
        DecoderPlan plan = DecoderPlan.of(file, name, RotaryLayout.NEIGHBOURS);
        Scales scales = new Scales(factor(metadata, ".embedding_scale", 1), factor(metadata, ".residual_scale", 1),
                1 / factor(metadata, ".logit_scale", 1), 0);
        ExpertPlan experts = ExpertPlan.of(metadata, name, plan.shape().hidden(), true);
        String key = name + ".expert_shared_feed_forward_length";
        if (experts != null && metadata.integer(key) != null) {
            experts = experts.withShared(metadata.requiredInteger(key, 0, 1 << 24), false);
        }
        boolean still = Boolean.FALSE.equals(metadata.asMap().get(name + ".rope.scaling.finetuned"));
        DecoderPlan placed = still ? plan.withPositions(null, null) : plan;
        return DecoderLoader.load(file, kernels,
                placed.with(scales)
                        .with(experts)
                        .withAttention(factor(metadata, ".attention.scale", plan.attentionScale()), 0));
    }

    private float factor(Metadata metadata, String key, float otherwise) {
        Double factor = metadata.number(name + key);
        if (factor != null && !(factor >= 0 && factor < 1e9)) {
            throw metadata.refusal(name + key, factor, "above 0, or 0 for none");
        }
        return factor == null || factor == 0 ? otherwise : (float) (double) factor;
    }
}
