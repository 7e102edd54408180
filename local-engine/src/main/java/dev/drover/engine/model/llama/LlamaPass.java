package dev.drover.engine.model.llama;

import dev.drover.engine.crew.Member;
import dev.drover.engine.kernel.KernelLevel;
import dev.drover.engine.kernel.Matrix;
import dev.drover.engine.kernel.Scratch;
import dev.drover.engine.model.decoder.Attention;
import dev.drover.engine.network.Batch;
import dev.drover.engine.network.ForwardPass;
import java.util.function.BooleanSupplier;

import static dev.drover.engine.kernel.KernelLevel.TILE_ROWS;

/**
 * The forward pass, in the order of the paper. With T rows, every layer does
 *
 * <pre>
 * n = norm(x);  q, k, v = Wq n, Wk n, Wv n;  turn q and k;  keep k and v;  x += Wo attention(q)
 * n = norm(x);  x += Wdown (silu(Wgate n) * Wup n)
 * </pre>
 *
 * and at the end {@code logits = Whead norm(x)} for the rows that are wanted. All members run the same code, each on
 * its share: rows of the matrices, or heads of keys, or rows of the batch; where one needs what another wrote they meet
 * at a barrier, five times a layer. Normalization is done by each member for itself: it costs less than a barrier.
 */
final class LlamaPass implements ForwardPass {

    private final LlamaNetwork network;
    private final LlamaShape shape;
    private final KernelLevel kernels;
    private final Batch batch = new Batch();
    private final Own[] own;

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
    /** Gate and up of SwiGLU, {@code T x hidden} each. */
    private float[] gate = new float[0];
    private float[] up = new float[0];
    private float[] logits = new float[0];

    LlamaPass(LlamaNetwork network, int members) {
        this.network = network;
        this.shape = network.shape();
        this.kernels = network.kernels();
        this.own = new Own[members];
        for (int i = 0; i < members; i++) {
            own[i] = new Own(new Attention(kernels, network.cacheShape(), shape.heads()));
        }
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
        }
        network.rotary().reserve(longest);
        if (x.length < rows * shape.width()) {
            x = new float[rows * shape.width()];
            delta = new float[rows * shape.width()];
            query = new float[rows * shape.queryWidth()];
            mixed = new float[rows * shape.queryWidth()];
            key = new float[rows * shape.keyWidth()];
            value = new float[rows * shape.keyWidth()];
            gate = new float[rows * shape.hidden()];
            up = new float[rows * shape.hidden()];
        }
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
        }
        for (int layer = 0; layer < shape.layers(); layer++) {
            if (member.index() == 0) {
                stopped = stop.getAsBoolean();
            }
            member.await();
            if (stopped) {
                return;
            }
            attention(member, room, layer);
            feedForward(member, room, layer);
        }
        member.await();
        if (batch.outputs() > 0) {
            head(member, room);
        }
    }

    @Override
    public void multiplyOnly(Member member) {
        Own room = own[member.index()];
        for (LlamaLayer layer : network.layers()) {
            multiply(member, room, layer.query(), room.normalized, rows, query);
            multiply(member, room, layer.key(), room.normalized, rows, key);
            multiply(member, room, layer.value(), room.normalized, rows, value);
            multiply(member, room, layer.output(), mixed, rows, delta);
            multiply(member, room, layer.gate(), room.normalized, rows, gate);
            multiply(member, room, layer.up(), room.normalized, rows, up);
            multiply(member, room, layer.down(), gate, rows, delta);
        }
        multiply(member, room, network.head(), room.normalized, batch.outputs(), logits);
    }

    private void attention(Member member, Own room, int index) {
        LlamaLayer layer = network.layers().get(index);
        normalize(room, layer.attentionNorm());
        multiply(member, room, layer.query(), room.normalized, rows, query);
        multiply(member, room, layer.key(), room.normalized, rows, key);
        multiply(member, room, layer.value(), room.normalized, rows, value);
        member.await();
        for (int head = member.from(shape.keyHeads(), 1); head < member.to(shape.keyHeads(), 1); head++) {
            for (int row = 0; row < rows; row++) {
                turn(head, row);
            }
            room.attention.run(batch, index, head, query, key, value, mixed);
        }
        member.await();
        project(member, room, layer.output(), mixed);
        member.await();
    }

    private void feedForward(Member member, Own room, int index) {
        LlamaLayer layer = network.layers().get(index);
        normalize(room, layer.feedForwardNorm());
        multiply(member, room, layer.gate(), room.normalized, rows, gate);
        multiply(member, room, layer.up(), room.normalized, rows, up);
        int hidden = shape.hidden();
        for (int row = 0; row < rows; row++) {
            kernels.gate(gate, up, row * hidden + member.from(hidden, TILE_ROWS),
                    row * hidden + member.to(hidden, TILE_ROWS));
        }
        member.await();
        project(member, room, layer.down(), gate);
    }

    private void head(Member member, Own room) {
        int width = shape.width();
        for (int output = 0; output < batch.outputs(); output++) {
            System.arraycopy(x, batch.outputRow(output) * width, room.normalized, output * width, width);
            kernels.normalize(room.normalized, output * width, network.norm(), shape.epsilon(), room.normalized);
        }
        multiply(member, room, network.head(), room.normalized, batch.outputs(), logits);
    }

    private void normalize(Own room, float[] weight) {
        for (int row = 0; row < rows; row++) {
            kernels.normalize(x, row * shape.width(), weight, shape.epsilon(), room.normalized);
        }
    }

    private void multiply(Member member, Own room, Matrix matrix, float[] input, int tokens, float[] output) {
        kernels.multiply(matrix, member.from(matrix.rows(), TILE_ROWS), member.to(matrix.rows(), TILE_ROWS), input,
                tokens, output, matrix.rows(), room.scratch);
    }

    /** Adds a matrix's products to the activations. */
    private void project(Member member, Own room, Matrix matrix, float[] input) {
        int width = shape.width();
        multiply(member, room, matrix, input, rows, delta);
        for (int row = 0; row < rows; row++) {
            kernels.add(x, delta, row * width + member.from(width, TILE_ROWS),
                    row * width + member.to(width, TILE_ROWS));
        }
    }

    /** Turns the key of a head and the queries of its group to a row's position. */
    private void turn(int head, int row) {
        int size = shape.headSize();
        int group = shape.heads() / shape.keyHeads();
        float[] turns = network.rotary().turns();
        int position = batch.position(row);
        RotaryTable.turn(key, row * shape.keyWidth() + head * size, size, turns, position);
        for (int i = 0; i < group; i++) {
            RotaryTable.turn(query, row * shape.queryWidth() + (head * group + i) * size, size, turns, position);
        }
    }

    /** What each member has for itself. */
    private static final class Own {

        private final Scratch scratch = new Scratch();
        private final Attention attention;
        private float[] normalized = new float[0];

        Own(Attention attention) {
            this.attention = attention;
        }
    }
}
