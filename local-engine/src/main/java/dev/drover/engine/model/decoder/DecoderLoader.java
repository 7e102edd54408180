package dev.drover.engine.model.decoder;

import dev.drover.engine.gguf.GgufFile;
import dev.drover.engine.kernel.KernelLevel;
import dev.drover.engine.kernel.Matrix;
import dev.drover.engine.network.Network;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Builds the network of a plan from a file's tensors, which have the names of the GGUF convention. A file with a tensor
 * that would be ignored is refused: its answers would be wrong.
 */
public final class DecoderLoader {

    private static final String HEAD = "output.weight";
    private static final String FACTORS = "rope_freqs.weight";
    private static final String NEAR_FACTORS = "rope_factors_short.weight";
    private static final String FAR_FACTORS = "rope_factors_long.weight";

    private final DecoderPlan plan;
    private final DecoderShape shape;
    private final KernelLevel kernels;
    private final Tensors tensors;

    private DecoderLoader(GgufFile file, KernelLevel kernels, DecoderPlan plan) {
        this.plan = plan;
        this.shape = plan.shape();
        this.kernels = kernels;
        this.tensors = new Tensors(file, kernels);
    }

    /**
     * Builds a network over a file's weights, which stay where they are.
     *
     * @param file the model; must stay open as long as the network is used
     * @param kernels what it computes with
     * @param plan what it computes
     * @throws dev.drover.engine.gguf.InvalidModelFile when a tensor is missing, does not fit, or would be ignored
     */
    public static Network load(GgufFile file, KernelLevel kernels, DecoderPlan plan) {
        return new DecoderLoader(file, kernels, plan).network();
    }

    private Network network() {
        Matrix embedding = tensors.stored("token_embd.weight", shape.vocabulary(), shape.width());
        Rotary all = rotary(plan.positions(), true);
        Rotary windowed = plan.local() == null ? all : rotary(plan.local(), false);
        List<DecoderLayer> layers = new ArrayList<>();
        for (int i = 0; i < shape.layers(); i++) {
            layers.add(layer("blk." + i + ".", plan.windows()[i], plan.windows()[i] == 0 ? all : windowed));
        }
        Norm norm = norm("output_norm.weight", shape.width());
        Projection head = tensors.has(HEAD)
                ? tensors.part(HEAD, shape.vocabulary(), shape.width(), 0, shape.vocabulary(), null)
                : new Projection(kernels.prepare(embedding), null, -1);
        tensors.refuseUnused(plan.architecture());
        return new DecoderNetwork(shape, kernels, embedding, List.copyOf(layers), norm, head, plan.scales(),
                tensors.sites());
    }

    /** The tables of a plan; only layers without a window of their own are stretched by the file's factors. */
    private @Nullable Rotary rotary(@Nullable RotaryPlan positions, boolean stretched) {
        if (positions == null) {
            return null;
        }
        int size = shape.rotated();
        if (stretched && (positions.scaling() instanceof RotaryPlan.Scaling.LongRope || tensors.has(FAR_FACTORS))) {
            return new Rotary(positions.table(size, factors(NEAR_FACTORS)), positions.table(size, factors(FAR_FACTORS)),
                    positions.trained());
        }
        boolean slowed = stretched && tensors.has(FACTORS);
        return new Rotary(positions.table(size, slowed ? factors(FACTORS) : new float[0]), null, 0);
    }

    private float[] factors(String name) {
        float[] factors = tensors.vector(name, shape.rotated() / 2);
        for (float factor : factors) {
            if (!(factor > 0 && factor < Float.POSITIVE_INFINITY)) {
                throw tensors.refusal(name, factor, "numbers above 0");
            }
        }
        return factors;
    }

    private DecoderLayer layer(String prefix, int window, @Nullable Rotary rotary) {
        int width = shape.width();
        return new DecoderLayer(attention(prefix, window, rotary), norm(prefix + "ffn_norm.weight", width),
                plan.experts() == null ? gated(prefix) : experts(prefix, plan.experts()),
                plan.features().postNorms() ? norm(prefix + "post_ffw_norm.weight", width) : null);
    }

    private AttentionLayer attention(String prefix, int window, @Nullable Rotary rotary) {
        int width = shape.width();
        int size = shape.headSize();
        boolean norms = plan.features().queryKeyNorms();
        Norm before = norm(prefix + "attn_norm.weight", width);
        Projection[] projections = tensors.queryKeyValue(prefix, width,
                new int[] {shape.queryWidth(), shape.keyWidth(), shape.keyWidth()}, plan.features().biases());
        return new AttentionLayer(before, projections[0], projections[1], projections[2],
                norms ? norm(prefix + "attn_q_norm.weight", size) : null,
                norms ? norm(prefix + "attn_k_norm.weight", size) : null,
                projection(prefix + "attn_output", width, shape.queryWidth()),
                plan.features().postNorms() ? norm(prefix + "post_attention_norm.weight", width) : null,
                new Span(plan.attentionScale(), plan.attentionCap(), window), rotary);
    }

    private FeedForward.Gated gated(String prefix) {
        int width = shape.width();
        int hidden = shape.hidden();
        String up = prefix + "ffn_up";
        boolean fused = plan.features().fusedGate();
        return new FeedForward.Gated(
                fused ? tensors.part(up + ".weight", 2L * hidden, width, 0, hidden, null)
                        : projection(prefix + "ffn_gate", hidden, width),
                fused ? tensors.part(up + ".weight", 2L * hidden, width, hidden, hidden, null)
                        : projection(up, hidden, width),
                projection(prefix + "ffn_down", width, hidden), plan.activation());
    }

    private FeedForward experts(String prefix, ExpertPlan experts) {
        int width = shape.width();
        int hidden = experts.hidden();
        int count = experts.count();
        List<FeedForward.Gated> each = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            each.add(new FeedForward.Gated(expert(prefix + "ffn_gate_exps", count, i, hidden, width),
                    expert(prefix + "ffn_up_exps", count, i, hidden, width),
                    expert(prefix + "ffn_down_exps", count, i, width, hidden), plan.activation()));
        }
        int size = experts.shared();
        FeedForward.Gated shared = size == 0 ? null
                : new FeedForward.Gated(projection(prefix + "ffn_gate_shexp", size, width),
                        projection(prefix + "ffn_up_shexp", size, width),
                        projection(prefix + "ffn_down_shexp", width, size), plan.activation());
        Matrix sharedRouter = shared == null || !experts.sharedGate() ? null
                : tensors.matrix(prefix + "ffn_gate_inp_shexp.weight", 1, width);
        return new FeedForward.Experts(tensors.matrix(prefix + "ffn_gate_inp.weight", count, width), List.copyOf(each),
                experts.used(), experts.normalized(), experts.scale(), shared, sharedRouter);
    }

    private Projection expert(String name, int count, int index, int rows, int columns) {
        return tensors.part(name + ".weight", (long) count * rows, columns, (long) index * rows, rows, null);
    }

    private Projection projection(String name, int rows, int columns) {
        return tensors.projection(name, rows, columns, false);
    }

    private Norm norm(String name, int size) {
        return new Norm(tensors.vector(name, size), plan.epsilon());
    }
}
