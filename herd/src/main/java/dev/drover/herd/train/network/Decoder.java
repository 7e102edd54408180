package dev.drover.herd.train.network;

import dev.drover.herd.train.kernel.Elements;
import dev.drover.herd.train.kernel.Lanes;
import dev.drover.herd.train.kernel.Matrix;
import dev.drover.herd.train.kernel.MatrixProduct;
import dev.drover.herd.train.kernel.Normalization;
import dev.drover.herd.train.kernel.Precision;
import dev.drover.herd.train.kernel.SmallProduct;
import dev.drover.herd.train.kernel.Softmax;
import java.util.Arrays;

/**
 * The network one token at a time for several sequences at once, with their keys and values kept. A row's sums run in the
 * order of {@link Network}, so both give the same bits.
 *
 * <p>
 * One instance belongs to one thread.
 */
public final class Decoder {

    private final Shape shape;
    private final ParameterLayout layout;
    private final float[] weights;
    private final int context;
    private final Rotation rotation;
    private final Normalization norm;
    private final MatrixProduct product = Precision.FLOAT32.product();
    private final float[][] keys;
    private final float[][] values;
    private final float[] stream;
    private final float[] normed;
    private final float[] inverse;
    private final float[] query;
    private final float[] heads;
    private final float[] key;
    private final float[] value;
    private final float[] gate;
    private final float[] up;
    private final float[] logits;
    private final float[] scores;
    private final float[] scratch = new float[Lanes.STRANDS];

    /**
     * Room for sequences.
     *
     * @param sequences the most sequences of a pass
     * @param context the most tokens of a sequence
     */
    public Decoder(Shape shape, float[] weights, int sequences, int context) {
        this.shape = shape;
        this.weights = weights;
        this.context = Lanes.padded(context);
        layout = new ParameterLayout(shape);
        norm = new Normalization(shape.width());
        rotation = new Rotation(shape.headWidth(), this.context);
        keys = new float[shape.layers()][sequences * shape.kvWidth() * this.context];
        values = new float[shape.layers()][sequences * shape.kvWidth() * this.context];
        stream = new float[sequences * shape.width()];
        normed = new float[sequences * shape.width()];
        inverse = new float[sequences];
        query = new float[sequences * shape.width()];
        heads = new float[sequences * shape.width()];
        key = new float[sequences * shape.kvWidth()];
        value = new float[sequences * shape.kvWidth()];
        gate = new float[sequences * shape.hidden()];
        up = new float[sequences * shape.hidden()];
        logits = new float[sequences * shape.vocabulary()];
        scores = new float[this.context];
    }

    /**
     * Feeds a token to each of some sequences.
     *
     * @param slots the place of each sequence, each below the room for sequences
     * @param tokens the token of each
     * @param positions the position of each, the number of tokens that were fed to it before
     * @return the logits after each token, sequences x vocabulary; valid until the next call
     */
    public float[] step(int[] slots, int[] tokens, int[] positions) {
        int width = shape.width();
        int rows = slots.length;
        for (int r = 0; r < rows; r++) {
            System.arraycopy(weights, layout.embedding().at() + tokens[r] * width, stream, r * width, width);
        }
        for (int layer = 0; layer < shape.layers(); layer++) {
            attend(layer, slots, positions);
            feedForward(layer, rows);
        }
        norm.forward(stream, rows, weights, layout.outputNorm().at(), normed, inverse);
        product.multiply(Matrix.of(normed, rows, width), layout.embedding().in(weights).transposed(),
                Matrix.of(logits, rows, shape.vocabulary()), false);
        return logits;
    }

    private void attend(int layer, int[] slots, int[] positions) {
        ParameterLayout.Block block = layout.block(layer);
        int rows = slots.length;
        int width = shape.width();
        norm.forward(stream, rows, weights, block.attentionNorm().at(), normed, inverse);
        multiply(normed, rows, block.query(), query, false);
        multiply(normed, rows, block.key(), key, false);
        multiply(normed, rows, block.value(), value, false);
        rotation.apply(query, rows, width, positions, 1);
        rotation.apply(key, rows, shape.kvWidth(), positions, 1);
        Arrays.fill(heads, 0, rows * width, 0);
        for (int r = 0; r < rows; r++) {
            keep(layer, slots[r], positions[r], r);
            for (int head = 0; head < shape.heads(); head++) {
                attend(layer, slots[r], positions[r] + 1, r, head);
            }
        }
        multiply(heads, rows, block.output(), stream, true);
    }

    private void keep(int layer, int slot, int position, int row) {
        int kvWidth = shape.kvWidth();
        int base = slot * kvWidth * context;
        System.arraycopy(value, row * kvWidth, values[layer], base + position * kvWidth, kvWidth);
        for (int i = 0; i < kvWidth; i++) {
            keys[layer][base + i * context + position] = key[row * kvWidth + i];
        }
    }

    private void attend(int layer, int slot, int count, int row, int head) {
        int headWidth = shape.headWidth();
        int padded = Lanes.padded(count);
        int kvAt = head / (shape.heads() / shape.kvHeads()) * headWidth;
        int base = slot * shape.kvWidth() * context;
        int at = row * shape.width() + head * headWidth;
        Arrays.fill(scores, 0, padded, 0);
        SmallProduct.add(Matrix.of(query, at, 1, headWidth),
                new Matrix(keys[layer], base + kvAt * context, headWidth, padded, context, 1),
                Matrix.of(scores, 1, padded));
        Softmax.forward(scores, 0, count, padded, (float) (1 / Math.sqrt(headWidth)), scratch);
        SmallProduct.add(Matrix.of(scores, 1, count),
                new Matrix(values[layer], base + kvAt, count, headWidth, shape.kvWidth(), 1),
                Matrix.of(heads, at, 1, headWidth));
    }

    private void feedForward(int layer, int rows) {
        ParameterLayout.Block block = layout.block(layer);
        norm.forward(stream, rows, weights, block.feedForwardNorm().at(), normed, inverse);
        multiply(normed, rows, block.gate(), gate, false);
        multiply(normed, rows, block.up(), up, false);
        Elements.gate(gate, up, gate, rows * shape.hidden());
        multiply(gate, rows, block.down(), stream, true);
    }

    private void multiply(float[] x, int rows, Parameter w, float[] y, boolean add) {
        product.multiply(Matrix.of(x, rows, w.rows()), w.in(weights), Matrix.of(y, rows, w.columns()), add);
    }
}
