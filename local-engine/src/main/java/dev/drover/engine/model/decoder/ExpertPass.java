package dev.drover.engine.model.decoder;

import dev.drover.engine.adapter.Adapting;
import dev.drover.engine.crew.Member;
import dev.drover.engine.kernel.KernelLevel;
import dev.drover.engine.kernel.Scratch;
import dev.drover.engine.network.Batch;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

import static dev.drover.engine.kernel.KernelLevel.TILE_ROWS;

/**
 * Experts at work on the rows of a pass. Each expert multiplies all its rows at once, see {@link Routing}, and a row's
 * answers are added in the order of the experts, so that its bits do not depend on what else is in the pass.
 *
 * <p>
 * Members share the rows of the matrices, and meet at a barrier behind the router and behind the gates. Which expert
 * serves which row is worked out by each member for itself.
 */
final class ExpertPass {

    private final KernelLevel kernels;
    private final Batch batch;
    private final Own[] own;
    private final int mostExperts;
    private final int mostHidden;
    /** The router's logits, {@code rows x experts}. */
    private float[] logits = new float[0];
    /** What the gates let through, slot after slot. */
    private float[] hidden = new float[0];

    /**
     * Makes room for nothing yet.
     *
     * @param kernels what it computes with
     * @param layers the network's
     * @param members how many threads take part
     * @param batch the rows
     */
    ExpertPass(KernelLevel kernels, List<DecoderLayer> layers, int members, Batch batch) {
        this.kernels = kernels;
        this.batch = batch;
        this.own = new Own[members];
        Arrays.setAll(own, i -> new Own(new Adapting(kernels)));
        int experts = 0;
        int numbers = 0;
        for (DecoderLayer layer : layers) {
            if (layer.feedForward() instanceof FeedForward.Experts mixture) {
                experts = Math.max(experts, mixture.experts().size());
                numbers = Math.max(numbers, (mixture.used() + (mixture.shared() == null ? 0 : 1)) * mixture.hidden());
            }
        }
        this.mostExperts = experts;
        this.mostHidden = numbers;
    }

    /** Makes room for so many rows. */
    void prepare(int rows) {
        if (logits.length < rows * mostExperts || hidden.length < rows * mostHidden) {
            logits = new float[rows * mostExperts];
            hidden = new float[rows * mostHidden];
        }
    }

    /**
     * A member's part of a layer's experts.
     *
     * @param member the member
     * @param experts the layer's
     * @param input what goes in, {@code rows x width}, complete for each member
     * @param rows the number of rows
     * @param output receives the member's share of what comes out, {@code rows x width}
     * @param scratch the member's
     */
    void run(Member member, FeedForward.Experts experts, float[] input, int rows, float[] output, Scratch scratch) {
        Own room = own[member.index()];
        int count = experts.experts().size();
        int width = experts.router().columns();
        kernels.multiply(experts.router(), member.from(count, TILE_ROWS), member.to(count, TILE_ROWS), input, rows,
                logits, count, scratch);
        member.await();
        room.routing.choose(kernels, experts, logits, input, rows, scratch);
        for (int i = 0; i <= count; i++) {
            FeedForward.Gated expert = expert(experts, room.routing, i);
            if (expert != null) {
                gate(member, room, i, expert, input, experts.hidden(), scratch);
            }
        }
        member.await();
        for (int row = 0; row < rows; row++) {
            Arrays.fill(output, row * width + member.from(width, TILE_ROWS), row * width + member.to(width, TILE_ROWS),
                    0);
        }
        for (int i = 0; i <= count; i++) {
            FeedForward.Gated expert = expert(experts, room.routing, i);
            if (expert != null) {
                add(member, room, i, expert, output, experts.hidden(), scratch);
            }
        }
    }

    /** An expert, the shared one behind all others; null where it has nothing to do. */
    private static FeedForward.@Nullable Gated expert(FeedForward.Experts experts, Routing routing, int index) {
        if (routing.from(index) == routing.to(index)) {
            return null;
        }
        return index < experts.experts().size() ? experts.experts().get(index) : experts.shared();
    }

    /** {@code activation(gate x) * up x} of the rows of one expert. */
    private void gate(Member member, Own room, int index, FeedForward.Gated expert, float[] input, int stride,
            Scratch scratch) {
        int first = room.routing.from(index);
        int slots = room.routing.to(index) - first;
        int width = expert.gate().matrix().columns();
        int size = expert.hidden();
        int from = member.from(size, TILE_ROWS);
        int to = member.to(size, TILE_ROWS);
        room.reserve(slots * Math.max(width, size));
        for (int slot = 0; slot < slots; slot++) {
            System.arraycopy(input, room.routing.row(first + slot) * width, room.input, slot * width, width);
        }
        kernels.multiply(expert.gate().matrix(), from, to, room.input, slots, room.gate, size, scratch);
        kernels.multiply(expert.up().matrix(), from, to, room.input, slots, room.up, size, scratch);
        adapt(member, room, expert.gate(), first, slots, room.gate);
        adapt(member, room, expert.up(), first, slots, room.up);
        for (int slot = 0; slot < slots; slot++) {
            int at = slot * size;
            expert.activation().gate(kernels, room.gate, room.up, at + from, at + to);
            System.arraycopy(room.gate, at + from, hidden, (first + slot) * stride + from, to - from);
        }
    }

    /** Adds {@code weight * down hidden} to the rows of one expert. */
    private void add(Member member, Own room, int index, FeedForward.Gated expert, float[] output, int stride,
            Scratch scratch) {
        int first = room.routing.from(index);
        int slots = room.routing.to(index) - first;
        int width = expert.down().rows();
        int size = expert.hidden();
        int from = member.from(width, TILE_ROWS);
        int to = member.to(width, TILE_ROWS);
        room.reserve(slots * Math.max(width, size));
        for (int slot = 0; slot < slots; slot++) {
            System.arraycopy(hidden, (first + slot) * stride, room.input, slot * size, size);
        }
        kernels.multiply(expert.down().matrix(), from, to, room.input, slots, room.gate, width, scratch);
        adapt(member, room, expert.down(), first, slots, room.gate);
        for (int slot = 0; slot < slots; slot++) {
            float weight = room.routing.weight(first + slot);
            int row = room.routing.row(first + slot);
            for (int i = from; i < to; i++) {
                output[row * width + i] += weight * room.gate[slot * width + i];
            }
        }
    }

    /** What adapters add to the products of some slots, whose inputs lie in the room. */
    private void adapt(Member member, Own room, Projection projection, int first, int slots, float[] output) {
        if (batch.adapted()) {
            int size = projection.rows();
            room.adapting.add(
                    new Adapting.Rows(projection.site(), member.from(size, TILE_ROWS), member.to(size, TILE_ROWS)),
                    slot -> batch.adapters(room.routing.row(first + slot)), room.input, slots, output, size);
        }
    }

    /** What each member has for itself. */
    private static final class Own {

        private final Routing routing = new Routing();
        private final Adapting adapting;
        private float[] input = new float[0];
        private float[] gate = new float[0];
        private float[] up = new float[0];

        Own(Adapting adapting) {
            this.adapting = adapting;
        }

        void reserve(int size) {
            if (input.length < size) {
                input = new float[size];
                gate = new float[size];
                up = new float[size];
            }
        }
    }
}
