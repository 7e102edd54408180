package dev.drover.engine.cache;

import static dev.drover.engine.kernel.KernelLevel.POSITIONS;

/** Numbers in half precision. */
final class HalfBlock extends CacheBlock {

    private final short[][] layers;

    HalfBlock(CacheShape shape, long bytes) {
        super(shape, bytes);
        this.layers = new short[shape.layers()][shape.layerNumbers()];
    }

    @Override
    public void put(int layer, int head, int place, float[] key, float[] value, int from) {
        short[] halves = layers[layer];
        int keys = shape.keys(head) + place;
        int values = shape.values(head) + place * shape.headSize();
        for (int i = 0; i < shape.headSize(); i++) {
            halves[keys + i * POSITIONS] = Float.floatToFloat16(key[from + i]);
            halves[values + i] = Float.floatToFloat16(value[from + i]);
        }
    }

    @Override
    public float[] keys(int layer, int head, float[] room) {
        return widened(layers[layer], shape.keys(head), shape.headSize() * POSITIONS, room);
    }

    @Override
    public int keysAt(int head) {
        return 0;
    }

    @Override
    public float[] values(int layer, int head, int count, float[] room) {
        return widened(layers[layer], shape.values(head), shape.headSize() * count, room);
    }

    private static float[] widened(short[] halves, int at, int count, float[] room) {
        for (int i = 0; i < count; i++) {
            room[i] = Float.float16ToFloat(halves[at + i]);
        }
        return room;
    }

    @Override
    public int valuesAt(int head) {
        return 0;
    }

    @Override
    void drop(int layer) {
        layers[layer] = new short[0];
    }

    @Override
    void copy(CacheBlock other) {
        for (int layer = 0; layer < layers.length; layer++) {
            System.arraycopy(((HalfBlock) other).layers[layer], 0, layers[layer], 0, layers[layer].length);
        }
    }
}
