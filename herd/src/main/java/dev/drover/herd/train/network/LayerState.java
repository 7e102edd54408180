package dev.drover.herd.train.network;

/** What the forward pass of a block leaves for the backward pass; rows are those of one micro-batch. */
final class LayerState {

    private final float[] normed;
    private final float[] inverse;
    private final float[] queryInput;
    private final float[] query;
    private final float[] key;
    private final float[] value;
    private final float[] heads;
    private final float[] middle;
    private final float[] middleNormed;
    private final float[] middleInverse;
    private final float[] gate;
    private final float[] up;
    private final float[] product;
    private float[] probabilities = new float[0];

    LayerState(Shape shape, int rows) {
        int wide = rows * shape.width();
        normed = new float[wide];
        inverse = new float[rows];
        queryInput = new float[wide];
        query = new float[wide];
        key = new float[rows * shape.kvWidth()];
        value = new float[rows * shape.kvWidth()];
        heads = new float[wide];
        middle = new float[wide];
        middleNormed = new float[wide];
        middleInverse = new float[rows];
        gate = new float[rows * shape.hidden()];
        up = new float[rows * shape.hidden()];
        product = new float[rows * shape.hidden()];
    }

    /** The block's input after its first norm, rows x width. */
    float[] normed() {
        return normed;
    }

    /** One over the root mean square of each input row. */
    float[] inverse() {
        return inverse;
    }

    /** The query rows of {@link #normed}. */
    float[] queryInput() {
        return queryInput;
    }

    /** Rotated queries, query rows x width. */
    float[] query() {
        return query;
    }

    /** Rotated keys, rows x kv width. */
    float[] key() {
        return key;
    }

    /** Values, rows x kv width. */
    float[] value() {
        return value;
    }

    /** The heads' outputs side by side, query rows x width. */
    float[] heads() {
        return heads;
    }

    /** The residual stream between the two parts of the block, query rows x width. */
    float[] middle() {
        return middle;
    }

    /** {@link #middle} after the second norm. */
    float[] middleNormed() {
        return middleNormed;
    }

    /** One over the root mean square of each middle row. */
    float[] middleInverse() {
        return middleInverse;
    }

    /** The gate before its sigmoid, query rows x hidden; the backward pass overwrites it. */
    float[] gate() {
        return gate;
    }

    /** The other factor, query rows x hidden; the backward pass overwrites it. */
    float[] up() {
        return up;
    }

    /** The gated product, query rows x hidden. */
    float[] product() {
        return product;
    }

    /** The attention probabilities, all documents and heads one after another. */
    float[] probabilities() {
        return probabilities;
    }

    /** As {@link #probabilities()}, with room for so many. */
    float[] probabilities(int size) {
        if (probabilities.length < size) {
            probabilities = new float[size + size / 4];
        }
        return probabilities;
    }
}
