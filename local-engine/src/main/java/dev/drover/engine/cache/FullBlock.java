package dev.drover.engine.cache;

import static dev.drover.engine.kernel.KernelLevel.POSITIONS;

/** Numbers as they are. */
final class FullBlock extends CacheBlock {

    private final float[][] layers;

    FullBlock(CacheShape shape, long bytes) {
        super(shape, bytes);
        this.layers = new float[shape.layers()][shape.layerNumbers()];
    }

    @Override
    public void put(int layer, int head, int place, float[] key, float[] value, int from) {
        float[] numbers = layers[layer];
        int keys = shape.keys(head) + place;
        for (int i = 0; i < shape.headSize(); i++) {
            numbers[keys + i * POSITIONS] = key[from + i];
        }
        System.arraycopy(value, from, numbers, shape.values(head) + place * shape.headSize(), shape.headSize());
    }

    @Override
    public float[] keys(int layer, int head, float[] room) {
        return layers[layer];
    }

    @Override
    public int keysAt(int head) {
        return shape.keys(head);
    }

    @Override
    public float[] values(int layer, int head, int count, float[] room) {
        return layers[layer];
    }

    @Override
    public int valuesAt(int head) {
        return shape.values(head);
    }

    @Override
    void drop(int layer) {
        layers[layer] = new float[0];
    }

    @Override
    void copy(CacheBlock other) {
        for (int layer = 0; layer < layers.length; layer++) {
            System.arraycopy(((FullBlock) other).layers[layer], 0, layers[layer], 0, layers[layer].length);
        }
    }
}
