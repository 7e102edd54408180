package dev.drover.herd.train.network;

import dev.drover.herd.train.kernel.Lanes;
import dev.drover.herd.train.kernel.Matrix;
import dev.drover.herd.train.kernel.SmallProduct;
import dev.drover.herd.train.kernel.Softmax;
import java.util.Arrays;

/**
 * Causal attention inside each document of a micro-batch, with grouped keys and values. Queries may be fewer than keys (the
 * active rows of the last block); a query at position p sees the keys 0 to p of its document.
 *
 * <p>
 * The probabilities of each document and head are kept for the backward pass as queries x padded keys.
 */
final class Attention {

    private final Shape shape;
    private final float scale;
    private final float[] scratch = new float[Lanes.STRANDS];
    private float[] transposed = new float[0];
    private float[] gradient = new float[0];

    Attention(Shape shape) {
        this.shape = shape;
        scale = (float) (1 / Math.sqrt(shape.headWidth()));
    }

    /**
     * Attends.
     *
     * @param rows which rows query
     * @param in the queries, keys and values after rotation
     * @param out receives the heads' outputs, query rows x width; overwritten
     */
    void forward(QueryRows rows, LayerState in, float[] out) {
        Arrays.fill(out, 0, rows.count() * shape.width(), 0);
        Arrays.fill(in.probabilities(rows.probabilitiesSize(shape.heads())), 0);
        int at = 0;
        for (int d = 0; d < rows.documents(); d++) {
            int padded = Lanes.padded(rows.keys(d));
            for (int head = 0; head < shape.heads(); head++) {
                forward(rows, d, head, in, at, out);
                at += rows.queries(d) * padded;
            }
        }
    }

    private void forward(QueryRows rows, int d, int head, LayerState in, int at, float[] out) {
        int padded = Lanes.padded(rows.keys(d));
        int first = rows.firstQuery(d);
        int queries = rows.queries(d);
        float[] p = in.probabilities();
        Matrix keys = transpose(in.key(), rows, d, head, padded);
        SmallProduct.addToLower(queries(in.query(), rows, d, head), keys, Matrix.of(p, at, queries, padded),
                rows.limits(), first);
        for (int r = 0; r < queries; r++) {
            Softmax.forward(p, at + r * padded, rows.limits()[first + r], padded, scale, scratch);
        }
        SmallProduct.addLower(new Matrix(p, at, queries, rows.keys(d), padded, 1), rows.limits(), first,
                keys(in.value(), rows, d, head), queries(out, rows, d, head));
    }

    /**
     * The gradient of queries, keys and values.
     *
     * @param out the gradient of the heads' outputs, query rows x width
     * @param back receives the gradients of queries, keys and values; overwritten
     */
    void backward(QueryRows rows, LayerState in, float[] out, Gradients back) {
        Arrays.fill(back.query(), 0, rows.count() * shape.width(), 0);
        Arrays.fill(back.key(), 0, rows.allKeys() * shape.kvWidth(), 0);
        Arrays.fill(back.value(), 0, rows.allKeys() * shape.kvWidth(), 0);
        int at = 0;
        for (int d = 0; d < rows.documents(); d++) {
            int padded = Lanes.padded(rows.keys(d));
            for (int head = 0; head < shape.heads(); head++) {
                backward(rows, d, head, in, at, out, back);
                at += rows.queries(d) * padded;
            }
        }
    }

    private void backward(QueryRows rows, int d, int head, LayerState in, int at, float[] out, Gradients back) {
        int padded = Lanes.padded(rows.keys(d));
        int first = rows.firstQuery(d);
        int count = rows.queries(d);
        gradient = cleared(gradient, count * padded);
        float[] p = in.probabilities();
        Matrix outRows = queries(out, rows, d, head);
        SmallProduct.addToLower(outRows, transpose(in.value(), rows, d, head, padded),
                Matrix.of(gradient, count, padded), rows.limits(), first);
        SmallProduct.add(new Matrix(p, at, rows.keys(d), count, 1, padded), outRows, keys(back.value(), rows, d, head));
        for (int r = 0; r < count; r++) {
            Softmax.backward(p, at + r * padded, gradient, r * padded, padded, scale, scratch);
        }
        Matrix scores = new Matrix(gradient, 0, count, rows.keys(d), padded, 1);
        SmallProduct.addLower(scores, rows.limits(), first, keys(in.key(), rows, d, head),
                queries(back.query(), rows, d, head));
        SmallProduct.add(scores.transposed(), queries(in.query(), rows, d, head), keys(back.key(), rows, d, head));
    }

    private Matrix queries(float[] values, QueryRows rows, int d, int head) {
        int width = shape.width();
        int at = rows.firstQuery(d) * width + head * shape.headWidth();
        return new Matrix(values, at, rows.queries(d), shape.headWidth(), width, 1);
    }

    private Matrix keys(float[] values, QueryRows rows, int d, int head) {
        int width = shape.kvWidth();
        int kvHead = head / (shape.heads() / shape.kvHeads());
        int at = rows.firstKey(d) * width + kvHead * shape.headWidth();
        return new Matrix(values, at, rows.keys(d), shape.headWidth(), width, 1);
    }

    private Matrix transpose(float[] values, QueryRows rows, int d, int head, int padded) {
        Matrix from = keys(values, rows, d, head);
        transposed = cleared(transposed, from.columns() * padded);
        for (int j = 0; j < from.rows(); j++) {
            int row = from.at() + j * from.rowStride();
            for (int i = 0; i < from.columns(); i++) {
                transposed[i * padded + j] = values[row + i];
            }
        }
        return Matrix.of(transposed, from.columns(), padded);
    }

    private static float[] cleared(float[] array, int size) {
        if (array.length < size) {
            return new float[size * 3 / 2];
        }
        Arrays.fill(array, 0, size, 0);
        return array;
    }

    /**
     * Room for the gradients of a block's queries, keys and values.
     *
     * @param query query rows x width
     * @param key rows x kv width
     * @param value rows x kv width
     */
    record Gradients(float[] query, float[] key, float[] value) {}
}
