package dev.drover.engine.model.bert;

import dev.drover.engine.gguf.GgufFile;
import dev.drover.engine.gguf.Metadata;
import dev.drover.engine.kernel.KernelLevel;
import dev.drover.engine.kernel.Matrix;
import dev.drover.engine.model.decoder.DecoderShape;
import dev.drover.engine.model.decoder.Projection;
import dev.drover.engine.model.decoder.RotaryLayout;
import dev.drover.engine.model.decoder.RotaryPlan;
import dev.drover.engine.model.decoder.RotaryTable;
import dev.drover.engine.model.decoder.Tensors;
import dev.drover.engine.network.EncoderNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Builds encoders from files: {@code bert}, and {@code nomic-bert}, in which positions turn queries and keys and the second
 * part of a layer has a gate. Every text is one of the first kind that BERT knows; where a file has vectors for several
 * kinds, the others are not needed.
 */
public final class BertArchitecture {

    private static final String POSITIONS = "position_embd.weight";

    private final String name;
    private final boolean rotary;

    private BertArchitecture(String name, boolean rotary) {
        this.name = name;
        this.rotary = rotary;
    }

    /** The one of old, {@code bert}. */
    public static BertArchitecture plain() {
        return new BertArchitecture("bert", false);
    }

    /** The one with rotary positions, {@code nomic-bert}. */
    public static BertArchitecture nomic() {
        return new BertArchitecture("nomic-bert", true);
    }

    /** What files call it in {@code general.architecture}. */
    public String name() {
        return name;
    }

    /**
     * Builds the network over a file's weights, which stay where they are.
     *
     * @param file the model; must stay open as long as the network is used
     * @param kernels what it computes with
     * @throws dev.drover.engine.gguf.InvalidModelFile when something is missing, does not fit, or would be ignored
     */
    public EncoderNetwork load(GgufFile file, KernelLevel kernels) {
        Metadata metadata = file.metadata();
        DecoderShape shape = DecoderShape.of(file, name);
        if (shape.queryWidth() != shape.width() || shape.keyHeads() != shape.heads()) {
            throw metadata.refusal(name + ".attention.head_count", shape.heads(),
                    "a divisor of " + shape.width() + ", the width, and as many heads of keys");
        }
        if (Boolean.TRUE.equals(metadata.asMap().get(name + ".attention.causal"))) {
            throw metadata.refusal(name + ".attention.causal", true, "false: tokens of an encoder look at all others");
        }
        float epsilon = epsilon(metadata);
        Tensors tensors = new Tensors(file, kernels);
        int width = shape.width();
        float[] type = type(file, tensors, width);
        Matrix positions = rotary ? null : tensors.stored(POSITIONS, shape.context(), width);
        List<BertLayer> layers = new ArrayList<>();
        for (int i = 0; i < shape.layers(); i++) {
            layers.add(layer(tensors, "blk." + i + ".", shape, epsilon));
        }
        BertNetwork network = new BertNetwork(shape, kernels,
                tensors.stored("token_embd.weight", shape.vocabulary(), width), type, positions, turns(metadata, shape),
                norm(tensors, "token_embd_norm", width, epsilon), List.copyOf(layers), Pooling.of(metadata, name));
        tensors.refuseUnused(name);
        return network;
    }

    private float epsilon(Metadata metadata) {
        String key = name + ".attention.layer_norm_epsilon";
        Double epsilon = metadata.number(key);
        if (epsilon == null || !(epsilon > 0 && epsilon < 1)) {
            throw metadata.refusal(key, epsilon == null ? "absent" : epsilon, "between 0 and 1, such as 1e-12");
        }
        return (float) (double) epsilon;
    }

    private static float[] type(GgufFile file, Tensors tensors, int width) {
        String types = "token_types.weight";
        float[] first = new float[width];
        if (tensors.has(types)) {
            int kinds = (int) Objects.requireNonNull(file.tensor(types)).rows();
            Matrix matrix = tensors.stored(types, kinds, width);
            matrix.format().dequantize(matrix.data(), 0, first, 0, width);
        }
        return first;
    }

    private @Nullable RotaryTable turns(Metadata metadata, DecoderShape shape) {
        if (!rotary) {
            return null;
        }
        return RotaryPlan.of(metadata, name, shape.context(), RotaryLayout.HALVES).table(shape.rotated(), new float[0]);
    }

    private BertLayer layer(Tensors tensors, String prefix, DecoderShape shape, float epsilon) {
        int width = shape.width();
        int hidden = shape.hidden();
        Projection[] projections = tensors.queryKeyValue(prefix, width, new int[] {width, width, width}, !rotary);
        return new BertLayer(projections[0], projections[1], projections[2],
                tensors.projection(prefix + "attn_output", width, width, !rotary),
                norm(tensors, prefix + "attn_output_norm", width, epsilon),
                rotary ? tensors.projection(prefix + "ffn_gate", hidden, width, false) : null,
                tensors.projection(prefix + "ffn_up", hidden, width, !rotary),
                tensors.projection(prefix + "ffn_down", width, hidden, !rotary),
                norm(tensors, prefix + "layer_output_norm", width, epsilon));
    }

    private static Centering norm(Tensors tensors, String name, int size, float epsilon) {
        return new Centering(tensors.vector(name + ".weight", size), tensors.vector(name + ".bias", size), epsilon);
    }
}
