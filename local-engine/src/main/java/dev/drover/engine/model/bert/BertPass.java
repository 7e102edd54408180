package dev.drover.engine.model.bert;

import dev.drover.engine.cache.CacheShape;
import dev.drover.engine.cache.KeyValueCache;
import dev.drover.engine.kernel.KernelLevel;
import dev.drover.engine.kernel.Scratch;
import dev.drover.engine.model.decoder.Projection;
import dev.drover.engine.model.decoder.QueryBlock;
import dev.drover.engine.model.decoder.RotaryTable;

import static dev.drover.engine.kernel.KernelLevel.POSITIONS;
import static dev.drover.engine.kernel.KernelLevel.QUERIES;

/**
 * The forward pass over one text, in the order of the paper. With T tokens, every layer does
 *
 * <pre>
 * q, k, v = Wq x, Wk x, Wv x;  x = norm(x + Wo attention(q, k, v));  x = norm(x + Wdown gelu(Wup x))
 * </pre>
 *
 * where each product has a bias. All on one thread: texts are short, and several of them keep several threads busy.
 */
final class BertPass {

    private final BertNetwork network;
    private final KernelLevel kernels;
    private final Scratch scratch = new Scratch();
    private final int rows;
    private final int width;
    private final int size;
    private final float[] x;
    private final float[] query;
    private final float[] key;
    private final float[] value;
    private final float[] mixed;
    private final float[] delta;
    private final float[] gate;
    private final float[] up;
    /** The keys and values of one head. */
    private final KeyValueCache cache;
    private final QueryBlock block;

    BertPass(BertNetwork network, int rows) {
        this.network = network;
        this.kernels = network.kernels();
        this.rows = rows;
        this.width = network.shape().width();
        this.size = network.shape().headSize();
        int hidden = network.shape().hidden();
        this.x = new float[rows * width];
        this.query = new float[rows * width];
        this.key = new float[rows * width];
        this.value = new float[rows * width];
        this.mixed = new float[rows * width];
        this.delta = new float[rows * width];
        this.gate = new float[rows * hidden];
        this.up = new float[rows * hidden];
        this.cache = new KeyValueCache(new CacheShape(1, 1, size));
        this.block = new QueryBlock(kernels, size);
        cache.reserve(rows);
        block.reserve(rows);
    }

    /** The vector of a text. */
    float[] run(int[] tokens) {
        float[] place = new float[width];
        for (int row = 0; row < rows; row++) {
            kernels.unpack(network.tokens(), tokens[row], x, row * width);
            if (network.positions() != null) {
                kernels.unpack(network.positions(), row, place, 0);
            }
            for (int i = 0; i < width; i++) {
                x[row * width + i] += place[i] + network.type()[i];
            }
        }
        network.norm().apply(kernels, x, rows);
        for (BertLayer layer : network.layers()) {
            attention(layer);
            add(layer.attentionNorm());
            feedForward(layer);
            add(layer.outputNorm());
        }
        return pooled();
    }

    private void add(Centering norm) {
        kernels.add(x, delta, 0, rows * width);
        norm.apply(kernels, x, rows);
    }

    private void attention(BertLayer layer) {
        project(layer.query(), x, query);
        project(layer.key(), x, key);
        project(layer.value(), x, value);
        for (int head = 0; head < network.shape().heads(); head++) {
            keep(head);
            for (int row = 0; row < rows; row += QUERIES) {
                attend(row * width + head * size, Math.min(QUERIES, rows - row));
            }
        }
        project(layer.output(), mixed, delta);
    }

    /** Turns queries and keys of a head to their positions and lays its keys and values out. */
    private void keep(int head) {
        RotaryTable rotary = network.rotary();
        for (int row = 0; row < rows; row++) {
            int at = row * width + head * size;
            if (rotary != null) {
                rotary.turn(query, at, row);
                rotary.turn(key, at, row);
            }
            cache.block(row).put(0, 0, row % POSITIONS, key, value, at);
        }
    }

    /** Attention of one head of a few rows, the first of which begins at the given place. */
    private void attend(int at, int count) {
        float scale = (float) (1 / Math.sqrt(size));
        block.clear();
        for (int row = 0; row < count; row++) {
            block.add(query, at + row * width, scale);
        }
        block.meet(cache, 0, 0, 0, rows);
        for (int row = 0; row < count; row++) {
            block.weigh(row, 0, rows, 0);
        }
        block.mix(cache, 0, 0);
        for (int row = 0; row < count; row++) {
            block.take(row, mixed, at + row * width);
        }
    }

    private void feedForward(BertLayer layer) {
        project(layer.up(), x, up);
        Projection gated = layer.gate();
        if (gated == null) {
            kernels.gelu(up, 0, rows * layer.up().rows());
            project(layer.down(), up, delta);
        } else {
            project(gated, x, gate);
            kernels.gate(gate, up, 0, rows * gated.rows());
            project(layer.down(), gate, delta);
        }
    }

    private void project(Projection projection, float[] input, float[] output) {
        int count = projection.rows();
        kernels.multiply(projection.matrix(), 0, count, input, rows, output, count, scratch);
        projection.addBias(output, rows, 0, count);
    }

    private float[] pooled() {
        double[] sum = new double[width];
        int from = network.pooling() == Pooling.LAST ? rows - 1 : 0;
        int to = network.pooling() == Pooling.FIRST ? 1 : rows;
        for (int row = from; row < to; row++) {
            for (int i = 0; i < width; i++) {
                sum[i] += x[row * width + i];
            }
        }
        double squares = 0;
        for (double each : sum) {
            squares += each * each;
        }
        double length = Math.sqrt(squares);
        float[] vector = new float[width];
        for (int i = 0; i < width; i++) {
            vector[i] = length > 0 ? (float) (sum[i] / length) : 0;
        }
        return vector;
    }
}
