package dev.drover.engine.model.decoder;

import dev.drover.engine.adapter.Adapting;
import dev.drover.engine.crew.Member;
import dev.drover.engine.kernel.KernelLevel;
import dev.drover.engine.kernel.Matrix;
import dev.drover.engine.kernel.Scratch;
import dev.drover.engine.network.Batch;
import dev.drover.engine.network.ForwardPass;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

import static dev.drover.engine.kernel.KernelLevel.TILE_ROWS;

/**
 * The forward pass, in the order of the papers. With T rows, every layer does
 *
 * <pre>
 * n = norm(x);  q, k, v = Wq n, Wk n, Wv n;  turn q and k;  keep k and v;  x += Wo attention(q)
 * n = norm(x);  x += Wdown (silu(Wgate n) * Wup n)
 * </pre>
 *
 * and at the end {@code logits = Whead norm(x)} for the rows that are wanted; what else an architecture asks for (biases,
 * norms of queries and keys, a norm of what is added, experts, factors, caps) is done where its layer has it. All members
 * run the same code, each on its share: rows of the matrices, or heads of keys, or rows of the batch; where one needs what
 * another wrote they meet at a barrier, five times a layer of the plain kind. Normalization is done by each member for
 * itself: it costs less than a barrier.
 */
final class DecoderPass implements ForwardPass {

    private final DecoderNetwork network;
    private final DecoderShape shape;
    private final KernelLevel kernels;
    private final Scales scales;
    private final List<Rotary> rotaries;
    private final Batch batch = new Batch();
    private final Hooks hooks;
    private final Own[] own;
    private final ExpertPass experts;
    private final int mostHidden;

    private int rows;
    private BooleanSupplier stop = () -> false;
    private volatile boolean stopped;
    /** Activations, {@code T x width}. */
    private float[] x = new float[0];
    /** Queries, then what attention makes of them: {@code T x queryWidth} each. */
    private float[] query = new float[0];
    private float[] mixed = new float[0];
    /** Keys and values, {@code T x keyWidth} each. */
    private float[] key = new float[0];
    private float[] value = new float[0];
    /** What is to be added to the activations, {@code T x width}. */
    private float[] delta = new float[0];
    /** Gate and up of the feed-forward part, {@code T x hidden} each. */
    private float[] gate = new float[0];
    private float[] up = new float[0];
    private float[] logits = new float[0];

    DecoderPass(DecoderNetwork network, int members) {
        this.network = network;
        this.shape = network.shape();
        this.kernels = network.kernels();
        this.scales = network.scales();
        this.rotaries = network.rotaries();
        this.mostHidden = network.layers().stream().mapToInt(DecoderPass::hidden).max().orElse(0);
        this.hooks = new Hooks(batch, shape.width());
        this.experts = new ExpertPass(kernels, network.layers(), members, batch);
        this.own = new Own[members];
        for (int i = 0; i < members; i++) {
            own[i] = new Own(new Attention(kernels, network.cacheShape(), shape.heads()), new Adapting(kernels));
        }
    }

    /** What a layer has between its own gate and down; 0 where experts have theirs. */
    private static int hidden(DecoderLayer layer) {
        return layer.feedForward() instanceof FeedForward.Gated gated ? gated.hidden() : 0;
    }

    @Override
    public Batch batch() {
        return batch;
    }

    @Override
    public float[] logits() {
        return logits;
    }

    @Override
    public boolean stopped() {
        return stopped;
    }

    @Override
    public void prepare(BooleanSupplier stopRequested) {
        stop = stopRequested;
        stopped = false;
        rows = batch.rows();
        int longest = 0;
        for (int row = 0; row < rows; row++) {
            longest = Math.max(longest, batch.position(row) + 1);
            for (int i = 0; i < rotaries.size(); i++) {
                rotaries.get(i).of(batch.cache(row)).reserve(batch.position(row) + 1);
            }
        }
        if (x.length < rows * shape.width()) {
            x = new float[rows * shape.width()];
            delta = new float[rows * shape.width()];
            query = new float[rows * shape.queryWidth()];
            mixed = new float[rows * shape.queryWidth()];
            key = new float[rows * shape.keyWidth()];
            value = new float[rows * shape.keyWidth()];
            gate = new float[rows * mostHidden];
            up = new float[rows * mostHidden];
        }
        experts.prepare(rows);
        for (Own room : own) {
            if (room.normalized.length < x.length) {
                room.normalized = new float[x.length];
            }
            room.attention.reserve(longest);
        }
        if (logits.length < batch.outputs() * shape.vocabulary()) {
            logits = new float[batch.outputs() * shape.vocabulary()];
        }
    }

    @Override
    public void run(Member member) {
        Own room = own[member.index()];
        int width = shape.width();
        for (int row = member.from(rows, 1); row < member.to(rows, 1); row++) {
            kernels.unpack(network.embedding(), batch.token(row), x, row * width);
            scale(x, row * width, (row + 1) * width, scales.embedding());
        }
        for (int layer = 0; layer < shape.layers(); layer++) {
            if (member.index() == 0) {
                stopped = stop.getAsBoolean();
            }
            member.await();
            if (stopped) {
                return;
            }
            hook(member, layer);
            attention(member, room, layer, network.layers().get(layer).attention());
            feedForward(member, room, network.layers().get(layer));
        }
        member.await();
        hook(member, shape.layers());
        if (batch.outputs() > 0) {
            head(member, room);
        }
    }

    @Override
    public void multiplyOnly(Member member) {
        Own room = own[member.index()];
        for (DecoderLayer layer : network.layers()) {
            AttentionLayer attention = layer.attention();
            project(member, room, attention.query(), room.normalized, query);
            project(member, room, attention.key(), room.normalized, key);
            project(member, room, attention.value(), room.normalized, value);
            project(member, room, attention.output(), mixed, delta);
            switch (layer.feedForward()) {
                case FeedForward.Gated gated -> {
                    project(member, room, gated.gate(), room.normalized, gate);
                    project(member, room, gated.up(), room.normalized, up);
                    project(member, room, gated.down(), gate, delta);
                }
                case FeedForward.Experts mixture ->
                    experts.run(member, mixture, room.normalized, rows, delta, room.scratch);
            }
        }
        multiplyHead(member, room);
    }

    private void attention(Member member, Own room, int index, AttentionLayer layer) {
        normalize(room, layer.before(), x);
        project(member, room, layer.query(), room.normalized, query);
        hooks.fuse(index, room.normalized);
        project(member, room, layer.key(), room.normalized, key);
        project(member, room, layer.value(), room.normalized, value);
        member.await();
        for (int head = member.from(shape.keyHeads(), 1); head < member.to(shape.keyHeads(), 1); head++) {
            for (int row = 0; row < rows; row++) {
                place(layer, head, row);
            }
            room.attention.run(batch, index, head, query, key, value, mixed, layer.span());
        }
        member.await();
        project(member, room, layer.output(), mixed, delta);
        add(member, room, layer.after());
        member.await();
    }

    private void feedForward(Member member, Own room, DecoderLayer layer) {
        normalize(room, layer.before(), x);
        switch (layer.feedForward()) {
            case FeedForward.Gated gated -> {
                project(member, room, gated.gate(), room.normalized, gate);
                project(member, room, gated.up(), room.normalized, up);
                int hidden = gated.hidden();
                for (int row = 0; row < rows; row++) {
                    gated.activation()
                            .gate(kernels, gate, up, row * hidden + member.from(hidden, TILE_ROWS),
                                    row * hidden + member.to(hidden, TILE_ROWS));
                }
                member.await();
                project(member, room, gated.down(), gate, delta);
            }
            case FeedForward.Experts mixture ->
                experts.run(member, mixture, room.normalized, rows, delta, room.scratch);
        }
        add(member, room, layer.after());
    }

    private void head(Member member, Own room) {
        int width = shape.width();
        for (int output = 0; output < batch.outputs(); output++) {
            System.arraycopy(x, batch.outputRow(output) * width, room.normalized, output * width, width);
            network.norm().apply(kernels, room.normalized, output * width, room.normalized);
        }
        multiplyHead(member, room);
        int size = shape.vocabulary();
        for (int output = 0; output < batch.outputs(); output++) {
            int from = output * size + member.from(size, TILE_ROWS);
            int to = output * size + member.to(size, TILE_ROWS);
            scale(logits, from, to, scales.logits());
            if (scales.cap() > 0) {
                kernels.cap(logits, from, to, scales.cap());
            }
        }
    }

    private void multiplyHead(Member member, Own room) {
        Projection head = network.head();
        int size = shape.vocabulary();
        int from = member.from(size, TILE_ROWS);
        int to = member.to(size, TILE_ROWS);
        kernels.multiply(head.matrix(), from, to, room.normalized, batch.outputs(), logits, size, room.scratch);
        if (batch.adapted()) {
            room.adapting.add(new Adapting.Rows(head.site(), from, to),
                    output -> batch.adapters(batch.outputRow(output)), room.normalized, batch.outputs(), logits, size);
        }
    }

    /** Reads and changes hidden states before a layer; behind a change all members meet. */
    private void hook(Member member, int layer) {
        if (!batch.hooks().isEmpty() && hooks.apply(layer, x, member.index() == 0)) {
            member.await();
        }
    }

    private void normalize(Own room, Norm norm, float[] input) {
        for (int row = 0; row < rows; row++) {
            norm.apply(kernels, input, row * shape.width(), room.normalized);
        }
    }

    /** This member's rows of a matrix times all tokens. */
    private void project(Member member, Own room, Projection projection, float[] input, float[] output) {
        int size = projection.rows();
        int from = member.from(size, TILE_ROWS);
        int to = member.to(size, TILE_ROWS);
        int row = batch.endOfRun(0);
        if (row == rows && !batch.ofLongCall(0)) {
            kernels.multiply(projection.matrix(), from, to, input, rows, output, size, room.scratch);
        } else {
            byLength(projection.matrix(), from, to, input, output, room);
        }
        if (batch.adapted()) {
            room.adapting.add(new Adapting.Rows(projection.site(), from, to), batch::adapters, input, rows, output,
                    size);
        }
        projection.addBias(output, rows, from, to);
    }

    /** Tokens of long calls and of short ones, each by their own arithmetic. */
    private void byLength(Matrix matrix, int from, int to, float[] input, float[] output, Own room) {
        int end;
        for (int row = 0; row < rows; row = end) {
            end = batch.endOfRun(row);
            if (batch.ofLongCall(row)) {
                kernels.multiplyLong(matrix, from, to, input, row, end - row, output, matrix.rows(), room.scratch);
            } else {
                kernels.multiplyApart(matrix, from, to, input, row, end - row, output, matrix.rows(), room.scratch);
            }
        }
    }

    /** Adds what this member has just made of a part's result to the activations; with a norm, once all have made theirs. */
    private void add(Member member, Own room, @Nullable Norm norm) {
        float[] source = delta;
        if (norm != null) {
            member.await();
            normalize(room, norm, delta);
            source = room.normalized;
        }
        int width = shape.width();
        for (int row = 0; row < rows; row++) {
            int from = row * width + member.from(width, TILE_ROWS);
            int to = row * width + member.to(width, TILE_ROWS);
            scale(source, from, to, scales.residual());
            kernels.add(x, source, from, to);
        }
    }

    private static void scale(float[] values, int from, int to, float factor) {
        if (factor != 1) {
            for (int i = from; i < to; i++) {
                values[i] *= factor;
            }
        }
    }

    /** Normalizes the key of a head and the queries of its group and turns them to their row's position. */
    private void place(AttentionLayer layer, int head, int row) {
        int size = shape.headSize();
        int group = shape.heads() / shape.keyHeads();
        place(layer.keyNorm(), layer.rotary(), key, row * shape.keyWidth() + head * size, row);
        for (int i = 0; i < group; i++) {
            int at = row * shape.queryWidth() + (head * group + i) * size;
            place(layer.queryNorm(), layer.rotary(), query, at, row);
        }
    }

    private void place(@Nullable Norm norm, @Nullable Rotary rotary, float[] values, int at, int row) {
        if (norm != null) {
            norm.apply(kernels, values, at, values);
        }
        if (rotary != null) {
            rotary.of(batch.cache(row)).turn(values, at, batch.position(row));
        }
    }

    /** What each member has for itself. */
    private static final class Own {

        private final Scratch scratch = new Scratch();
        private final Attention attention;
        private final Adapting adapting;
        private float[] normalized = new float[0];

        Own(Attention attention, Adapting adapting) {
            this.attention = attention;
            this.adapting = adapting;
        }
    }
}
