package dev.drover.engine.model.decoder;

import dev.drover.engine.gguf.GgufFile;
import dev.drover.engine.gguf.Metadata;
import org.jspecify.annotations.Nullable;

/**
 * What a decoder-only transformer computes: its sizes and all that sets its architecture apart. Immutable. A plan starts
 * as that of Llama (Touvron et al. 2023): a root mean square norm before each part, rotary positions, attention over
 * everything before, SwiGLU. Biases, fused queries, keys and values, and a head of its own are no matter of the plan: the
 * file has their tensors or not.
 *
 * @param architecture what keys begin with
 * @param shape the sizes
 * @param epsilon what norms add under the root
 * @param activation what gates go through
 * @param positions how positions turn queries and keys; null where they do not
 * @param local the same for layers with a window, which no factors of the file stretch; null where they are as all others
 * @param windows how many tokens each layer looks back on, 0 for all
 * @param attentionScale what products of queries and keys are multiplied with
 * @param attentionCap the size that no such product passes; 0 for none
 * @param scales factors between the parts
 * @param features what else there is
 * @param experts the mixture of experts; null for none
 */
public record DecoderPlan(String architecture, DecoderShape shape, float epsilon, Activation activation,
        @Nullable RotaryPlan positions, @Nullable RotaryPlan local, int[] windows, float attentionScale,
        float attentionCap, Scales scales, Features features, @Nullable ExpertPlan experts) {

    /**
     * What a layer has beyond Llama's.
     *
     * @param biases whether queries, keys and values must have biases
     * @param queryKeyNorms whether each query and key is normalized before it is turned
     * @param postNorms whether what a part adds is normalized
     * @param fusedGate whether {@code ffn_up} holds the gate's rows before its own
     */
    public record Features(boolean biases, boolean queryKeyNorms, boolean postNorms, boolean fusedGate) {

        static final Features NONE = new Features(false, false, false, false);

        /** Queries, keys and values must have biases. */
        public Features withBiases() {
            return new Features(true, queryKeyNorms, postNorms, fusedGate);
        }

        /** Each query and key is normalized. */
        public Features withQueryKeyNorms() {
            return new Features(biases, true, postNorms, fusedGate);
        }

        /** What a part adds is normalized. */
        public Features withPostNorms() {
            return new Features(biases, queryKeyNorms, true, fusedGate);
        }

        /** The gate's rows come before those of {@code ffn_up}. */
        public Features withFusedGate() {
            return new Features(biases, queryKeyNorms, postNorms, true);
        }
    }

    /**
     * Starts a plan.
     *
     * @param file the model
     * @param architecture what its keys begin with
     * @param layout which numbers of a head make a pair that is turned
     * @throws dev.drover.engine.gguf.InvalidModelFile when a size is missing or no size
     */
    public static DecoderPlan of(GgufFile file, String architecture, RotaryLayout layout) {
        Metadata metadata = file.metadata();
        DecoderShape shape = DecoderShape.of(file, architecture);
        RotaryPlan rotary = RotaryPlan.of(metadata, architecture, shape.context(), layout);
        return new DecoderPlan(architecture, shape, epsilon(metadata, architecture), Activation.SILU, rotary, null,
                new int[shape.layers()], (float) (1 / Math.sqrt(shape.headSize())), 0, Scales.NONE, Features.NONE,
                null);
    }

    private static float epsilon(Metadata metadata, String architecture) {
        String key = architecture + ".attention.layer_norm_rms_epsilon";
        Double epsilon = metadata.number(key);
        if (epsilon == null || !(epsilon > 0 && epsilon < 1)) {
            throw metadata.refusal(key, epsilon == null ? "absent" : epsilon, "between 0 and 1, such as 1e-5");
        }
        return (float) (double) epsilon;
    }

    /** With other gates. */
    public DecoderPlan with(Activation gates) {
        return new DecoderPlan(architecture, shape, epsilon, gates, positions, local, windows, attentionScale,
                attentionCap, scales, features, experts);
    }

    /** With other features. */
    public DecoderPlan with(Features other) {
        return new DecoderPlan(architecture, shape, epsilon, activation, positions, local, windows, attentionScale,
                attentionCap, scales, other, experts);
    }

    /** With factors between its parts. */
    public DecoderPlan with(Scales factors) {
        return new DecoderPlan(architecture, shape, epsilon, activation, positions, local, windows, attentionScale,
                attentionCap, factors, features, experts);
    }

    /** With a mixture of experts; null for none. */
    public DecoderPlan with(@Nullable ExpertPlan mixture) {
        return new DecoderPlan(architecture, shape, epsilon, activation, positions, local, windows, attentionScale,
                attentionCap, scales, features, mixture);
    }

    /** With a window for each layer, see {@link Windows}. */
    public DecoderPlan withWindows(int[] each) {
        return new DecoderPlan(architecture, shape, epsilon, activation, positions, local, each.clone(), attentionScale,
                attentionCap, scales, features, experts);
    }

    /** With another scale of attention, and a cap or 0. */
    public DecoderPlan withAttention(float scale, float cap) {
        return new DecoderPlan(architecture, shape, epsilon, activation, positions, local, windows, scale, cap, scales,
                features, experts);
    }

    /** With other positions, null for none, and those of layers with a window, null where they are as all others. */
    public DecoderPlan withPositions(@Nullable RotaryPlan all, @Nullable RotaryPlan windowed) {
        return new DecoderPlan(architecture, shape, epsilon, activation, all, windowed, windows, attentionScale,
                attentionCap, scales, features, experts);
    }
}
