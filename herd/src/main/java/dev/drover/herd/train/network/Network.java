package dev.drover.herd.train.network;

import dev.drover.herd.train.kernel.Elements;
import dev.drover.herd.train.kernel.Lanes;
import dev.drover.herd.train.kernel.Matrix;
import dev.drover.herd.train.kernel.MatrixProduct;
import dev.drover.herd.train.kernel.Normalization;
import dev.drover.herd.train.kernel.Precision;

/**
 * The Llama decoder over one micro-batch: forward pass, loss and backward pass, in the order of the paper's equations
 * (Touvron et al., 2023). R below is the number of query rows of a block: all rows, or the active ones in the last block.
 *
 * <p>
 * One instance belongs to one thread and holds the activations of one micro-batch at a time.
 */
public final class Network {

    private final Shape shape;
    private final ParameterLayout layout;
    private final float[] weights;
    private final int capacity;
    private final Rotation rotation;
    private final Attention attention;
    private final Normalization norm;
    private final MatrixProduct product;
    private final LayerState[] states;
    private final float[][] streams;
    private final float[] finalNormed;
    private final float[] finalInverse;
    private final float[] scratch = new float[Lanes.STRANDS];
    private final BackwardRoom room;
    private float[] logits = new float[0];

    /**
     * A network over given weights, which it reads at each pass.
     *
     * @param capacity the most rows of a micro-batch, and of a document
     * @param precision what its products are computed in
     */
    public Network(Shape shape, float[] weights, int capacity, Precision precision) {
        product = precision.product();
        this.shape = shape;
        this.weights = weights;
        this.capacity = capacity;
        layout = new ParameterLayout(shape);
        rotation = new Rotation(shape.headWidth(), capacity);
        attention = new Attention(shape);
        norm = new Normalization(shape.width());
        states = new LayerState[shape.layers()];
        streams = new float[shape.layers() + 1][capacity * shape.width()];
        for (int i = 0; i < states.length; i++) {
            states[i] = new LayerState(shape, capacity);
        }
        finalNormed = new float[capacity * shape.width()];
        finalInverse = new float[capacity];
        room = new BackwardRoom(shape, capacity);
    }

    /** The logits of the active rows, active x vocabulary, valid until the next pass. */
    public float[] forward(MicroBatch batch) {
        if (batch.rows() > capacity) {
            throw new IllegalArgumentException("rows: " + batch.rows() + " (expected: at most " + capacity + ")");
        }
        int width = shape.width();
        for (int r = 0; r < batch.rows(); r++) {
            int from = layout.embedding().at() + batch.tokens()[r] * width;
            System.arraycopy(weights, from, streams[0], r * width, width);
        }
        for (int i = 0; i < shape.layers(); i++) {
            QueryRows rows = rows(batch, i);
            attend(i, batch, rows);
            feedForward(i, rows);
        }
        return head(batch.active());
    }

    private QueryRows rows(MicroBatch batch, int layer) {
        return layer + 1 < shape.layers() ? QueryRows.all(batch) : QueryRows.active(batch);
    }

    /** middle = x + heads(norm(x)) Wo. */
    private void attend(int layer, MicroBatch batch, QueryRows rows) {
        ParameterLayout.Block block = layout.block(layer);
        LayerState state = states[layer];
        float[] x = streams[layer];
        int width = shape.width();
        norm.forward(x, batch.rows(), weights, block.attentionNorm().at(), state.normed(), state.inverse());
        multiply(state.normed(), batch.rows(), block.key(), state.key(), false);
        multiply(state.normed(), batch.rows(), block.value(), state.value(), false);
        rows.gather(state.normed(), width, state.queryInput());
        multiply(state.queryInput(), rows.count(), block.query(), state.query(), false);
        rotation.apply(state.query(), rows.count(), width, rows.positions(), 1);
        rotation.apply(state.key(), batch.rows(), shape.kvWidth(), batch.positions(), 1);
        attention.forward(rows, state, state.heads());
        rows.gather(x, width, state.middle());
        multiply(state.heads(), rows.count(), block.output(), state.middle(), true);
    }

    /** out = middle + (silu(n Wg) * (n Wu)) Wd with n = norm(middle). */
    private void feedForward(int layer, QueryRows rows) {
        ParameterLayout.Block block = layout.block(layer);
        LayerState state = states[layer];
        int count = rows.count();
        norm.forward(state.middle(), count, weights, block.feedForwardNorm().at(), state.middleNormed(),
                state.middleInverse());
        multiply(state.middleNormed(), count, block.gate(), state.gate(), false);
        multiply(state.middleNormed(), count, block.up(), state.up(), false);
        Elements.gate(state.gate(), state.up(), state.product(), count * shape.hidden());
        System.arraycopy(state.middle(), 0, streams[layer + 1], 0, count * shape.width());
        multiply(state.product(), count, block.down(), streams[layer + 1], true);
    }

    private float[] head(int active) {
        int vocabulary = shape.vocabulary();
        if (logits.length < active * vocabulary) {
            logits = new float[active * vocabulary * 5 / 4];
        }
        float[] last = streams[shape.layers()];
        norm.forward(last, active, weights, layout.outputNorm().at(), finalNormed, finalInverse);
        product.multiply(Matrix.of(finalNormed, active, shape.width()), layout.embedding().in(weights).transposed(),
                Matrix.of(logits, active, vocabulary), false);
        return logits;
    }

    /**
     * Adds the gradient of {@code scale * sum of the cross entropies of the active rows}.
     *
     * @param scale the weight of each learned token, one over their number in the step
     * @param gradient the gradient of all weights, added to; laid out as the weights
     * @return the sum of the cross entropies, not scaled
     */
    public double backward(MicroBatch batch, float scale, float[] gradient) {
        int active = batch.active();
        forward(batch);
        final double loss = CrossEntropy.gradient(logits, batch.targets(), shape.vocabulary(), scale, scratch);
        Matrix dLogits = Matrix.of(logits, active, shape.vocabulary());
        product.multiply(dLogits.transposed(), Matrix.of(finalNormed, active, shape.width()),
                layout.embedding().in(gradient), true);
        product.multiply(dLogits, layout.embedding().in(weights), Matrix.of(room.normed(), active, shape.width()),
                false);
        float[] stream = room.clearedStream(active);
        norm.backward(streams[shape.layers()], finalInverse, active, weights, layout.outputNorm().at(), room.normed(),
                stream, gradient);
        for (int i = shape.layers() - 1; i >= 0; i--) {
            QueryRows rows = rows(batch, i);
            feedForwardBackward(i, rows, gradient);
            attendBackward(i, batch, rows, gradient);
        }
        int width = shape.width();
        for (int r = 0; r < batch.rows(); r++) {
            Elements.add(gradient, layout.embedding().at() + batch.tokens()[r] * width, room.stream(), r * width,
                    width);
        }
        return loss;
    }

    private void feedForwardBackward(int layer, QueryRows rows, float[] gradient) {
        ParameterLayout.Block block = layout.block(layer);
        LayerState state = states[layer];
        int count = rows.count();
        multiplyGradient(state.product(), room.stream(), count, block.down(), gradient);
        multiplyBack(room.stream(), count, block.down(), room.product(), false);
        Elements.gateBackward(state.gate(), state.up(), room.product(), count * shape.hidden());
        multiplyGradient(state.middleNormed(), state.gate(), count, block.gate(), gradient);
        multiplyGradient(state.middleNormed(), state.up(), count, block.up(), gradient);
        multiplyBack(state.gate(), count, block.gate(), room.normed(), false);
        multiplyBack(state.up(), count, block.up(), room.normed(), true);
        norm.backward(state.middle(), state.middleInverse(), count, weights, block.feedForwardNorm().at(),
                room.normed(), room.stream(), gradient);
    }

    private void attendBackward(int layer, MicroBatch batch, QueryRows rows, float[] gradient) {
        ParameterLayout.Block block = layout.block(layer);
        LayerState state = states[layer];
        int width = shape.width();
        int count = rows.count();
        Attention.Gradients back = room.attention();
        multiplyGradient(state.heads(), room.stream(), count, block.output(), gradient);
        multiplyBack(room.stream(), count, block.output(), room.heads(), false);
        attention.backward(rows, state, room.heads(), back);
        rotation.apply(back.query(), count, width, rows.positions(), -1);
        rotation.apply(back.key(), batch.rows(), shape.kvWidth(), batch.positions(), -1);
        multiplyGradient(state.queryInput(), back.query(), count, block.query(), gradient);
        multiplyGradient(state.normed(), back.key(), batch.rows(), block.key(), gradient);
        multiplyGradient(state.normed(), back.value(), batch.rows(), block.value(), gradient);
        multiplyBack(back.key(), batch.rows(), block.key(), room.normed(), false);
        multiplyBack(back.value(), batch.rows(), block.value(), room.normed(), true);
        multiplyBack(back.query(), count, block.query(), room.heads(), false);
        rows.scatterAdd(room.heads(), width, room.normed());
        float[] stream = room.scattered(rows, batch.rows());
        norm.backward(streams[layer], state.inverse(), batch.rows(), weights, block.attentionNorm().at(), room.normed(),
                stream, gradient);
    }

    /** y = x W. */
    private void multiply(float[] x, int rows, Parameter w, float[] y, boolean add) {
        product.multiply(Matrix.of(x, rows, w.rows()), w.in(weights), Matrix.of(y, rows, w.columns()), add);
    }

    /** dx = dy W^T. */
    private void multiplyBack(float[] dy, int rows, Parameter w, float[] dx, boolean add) {
        product.multiply(Matrix.of(dy, rows, w.columns()), w.in(weights).transposed(), Matrix.of(dx, rows, w.rows()),
                add);
    }

    /** dW += x^T dy. */
    private void multiplyGradient(float[] x, float[] dy, int rows, Parameter w, float[] gradient) {
        product.multiply(Matrix.of(x, rows, w.rows()).transposed(), Matrix.of(dy, rows, w.columns()), w.in(gradient),
                true);
    }
}
