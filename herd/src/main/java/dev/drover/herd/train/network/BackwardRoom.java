package dev.drover.herd.train.network;

import java.util.Arrays;

/** The buffers of the backward pass, shared by all blocks. */
final class BackwardRoom {

    private final int width;
    private float[] stream;
    private float[] spare;
    private final float[] normed;
    private final float[] heads;
    private final float[] product;
    private final Attention.Gradients attention;

    BackwardRoom(Shape shape, int rows) {
        width = shape.width();
        stream = new float[rows * width];
        spare = new float[rows * width];
        normed = new float[rows * width];
        heads = new float[rows * width];
        product = new float[rows * shape.hidden()];
        attention = new Attention.Gradients(new float[rows * width], new float[rows * shape.kvWidth()],
                new float[rows * shape.kvWidth()]);
    }

    /** The gradient of the residual stream, rows x width. */
    float[] stream() {
        return stream;
    }

    /** The stream with its first rows set to zero. */
    float[] clearedStream(int rows) {
        Arrays.fill(stream, 0, rows * width, 0);
        return stream;
    }

    /** Spreads the stream of query rows over all rows, zero elsewhere. */
    float[] scattered(QueryRows from, int rows) {
        if (!from.isAll()) {
            Arrays.fill(spare, 0, rows * width, 0);
            from.scatterAdd(stream, width, spare);
            float[] spread = spare;
            spare = stream;
            stream = spread;
        }
        return stream;
    }

    /** The gradient of a norm's output, rows x width. */
    float[] normed() {
        return normed;
    }

    /** The gradient of the heads' outputs, rows x width. */
    float[] heads() {
        return heads;
    }

    /** The gradient of the gated product, rows x hidden. */
    float[] product() {
        return product;
    }

    /** The gradients of queries, keys and values. */
    Attention.Gradients attention() {
        return attention;
    }
}
