package dev.drover.engine.cache;

import static dev.drover.engine.kernel.KernelLevel.POSITIONS;

/** Numbers as bytes, with a factor for each {@value #GROUP} numbers of a key or value. */
final class ByteBlock extends CacheBlock {

    static final int GROUP = 32;
    private static final int LARGEST = 127;

    /** In the order of {@link CacheShape}. */
    private final byte[][] layers;
    /** Of each head the factors of the keys, group after group, {@value dev.drover.engine.kernel.KernelLevel#POSITIONS} each, then those of the values alike. */
    private final float[][] factors;

    ByteBlock(CacheShape shape, long bytes) {
        super(shape, bytes);
        this.layers = new byte[shape.layers()][shape.layerNumbers()];
        this.factors = new float[shape.layers()][shape.layerNumbers() / GROUP];
    }

    private int keyFactors(int head) {
        return shape.keys(head) / GROUP;
    }

    private int valueFactors(int head) {
        return shape.values(head) / GROUP;
    }

    @Override
    public void put(int layer, int head, int place, float[] key, float[] value, int from) {
        int size = shape.headSize();
        for (int group = 0; group < size / GROUP; group++) {
            int first = group * GROUP;
            int keys = shape.keys(head) + first * POSITIONS + place;
            factors[layer][keyFactors(head) + group * POSITIONS + place] = store(key, from + first, layers[layer], keys,
                    POSITIONS);
            int values = shape.values(head) + place * size + first;
            factors[layer][valueFactors(head) + group * POSITIONS + place] = store(value, from + first, layers[layer],
                    values, 1);
        }
    }

    /** Stores a group and returns its factor. */
    private static float store(float[] numbers, int from, byte[] bytes, int at, int step) {
        float largest = 0;
        for (int i = 0; i < GROUP; i++) {
            largest = Math.max(largest, Math.abs(numbers[from + i]));
        }
        float factor = largest / LARGEST;
        float inverse = factor == 0 ? 0 : 1 / factor;
        for (int i = 0; i < GROUP; i++) {
            bytes[at + i * step] = (byte) Math.clamp(Math.round(numbers[from + i] * inverse), -LARGEST, LARGEST);
        }
        return factor;
    }

    @Override
    public float[] keys(int layer, int head, float[] room) {
        byte[] bytes = layers[layer];
        float[] scale = factors[layer];
        int at = shape.keys(head);
        for (int dimension = 0; dimension < shape.headSize(); dimension++) {
            int row = dimension * POSITIONS;
            int group = keyFactors(head) + dimension / GROUP * POSITIONS;
            for (int place = 0; place < POSITIONS; place++) {
                room[row + place] = bytes[at + row + place] * scale[group + place];
            }
        }
        return room;
    }

    @Override
    public int keysAt(int head) {
        return 0;
    }

    @Override
    public float[] values(int layer, int head, int count, float[] room) {
        byte[] bytes = layers[layer];
        int size = shape.headSize();
        int at = shape.values(head);
        for (int place = 0; place < count; place++) {
            for (int group = 0; group < size / GROUP; group++) {
                float factor = factors[layer][valueFactors(head) + group * POSITIONS + place];
                int from = place * size + group * GROUP;
                for (int i = from; i < from + GROUP; i++) {
                    room[i] = bytes[at + i] * factor;
                }
            }
        }
        return room;
    }

    @Override
    public int valuesAt(int head) {
        return 0;
    }

    @Override
    void drop(int layer) {
        layers[layer] = new byte[0];
        factors[layer] = new float[0];
    }

    @Override
    void copy(CacheBlock other) {
        ByteBlock source = (ByteBlock) other;
        for (int layer = 0; layer < layers.length; layer++) {
            System.arraycopy(source.layers[layer], 0, layers[layer], 0, layers[layer].length);
            System.arraycopy(source.factors[layer], 0, factors[layer], 0, factors[layer].length);
        }
    }
}
