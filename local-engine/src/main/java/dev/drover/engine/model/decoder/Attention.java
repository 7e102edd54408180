package dev.drover.engine.model.decoder;

import dev.drover.engine.kernel.KernelLevel;
import dev.drover.engine.network.Batch;
import dev.drover.engine.network.CacheShape;
import dev.drover.engine.network.KeyValueCache;

import static dev.drover.engine.kernel.KernelLevel.POSITIONS;

/**
 * Grouped-query attention over the cache of keys and values: what one member of a crew does for its heads of keys. Has
 * room for the scores of one query, so each member needs its own. Queries and keys come turned to their positions.
 */
final class Attention {

    private final KernelLevel kernels;
    private final CacheShape shape;
    private final int heads;
    private float[] scores = new float[0];

    /**
     * Creates one.
     *
     * @param kernels what it computes with
     * @param shape the caches'
     * @param heads the number of query heads in a layer, a multiple of the heads of keys
     */
    Attention(KernelLevel kernels, CacheShape shape, int heads) {
        this.kernels = kernels;
        this.shape = shape;
        this.heads = heads;
    }

    /** Makes room for sequences of a length. */
    void reserve(int length) {
        int positions = (length + POSITIONS - 1) / POSITIONS * POSITIONS;
        if (scores.length < positions) {
            scores = new float[Math.max(positions, 2 * scores.length)];
        }
    }

    /**
     * Keeps the keys and values of all rows of one head of keys, then lets every query of its group attend to its
     * sequence up to itself.
     *
     * @param batch the rows
     * @param layer the layer
     * @param keyHead the head of keys and values
     * @param query {@code rows * heads * headSize}
     * @param key {@code rows * keyHeads * headSize}
     * @param value {@code rows * keyHeads * headSize}
     * @param mixed receives the values' weighted sums in the places of their queries
     * @param span how far and how sharply the queries look back
     */
    void run(Batch batch, int layer, int keyHead, float[] query, float[] key, float[] value, float[] mixed, Span span) {
        int size = shape.headSize();
        int group = heads / shape.heads();
        for (int row = 0; row < batch.rows(); row++) {
            int from = (row * shape.heads() + keyHead) * size;
            keep(batch.cache(row), layer, keyHead, batch.position(row), key, value, from);
        }
        for (int row = 0; row < batch.rows(); row++) {
            for (int i = 0; i < group; i++) {
                int at = (row * heads + keyHead * group + i) * size;
                attend(batch.cache(row), layer, keyHead, batch.position(row) + 1, query, at, mixed, span);
            }
        }
    }

    /** Puts a row's key and value where later tokens find them. */
    private void keep(KeyValueCache cache, int layer, int head, int position, float[] key, float[] value, int from) {
        int size = shape.headSize();
        float[] chunk = cache.chunk(position);
        int place = position % POSITIONS;
        int keys = shape.keys(layer, head) + place;
        for (int i = 0; i < size; i++) {
            chunk[keys + i * POSITIONS] = key[from + i];
        }
        System.arraycopy(value, from, chunk, shape.values(layer, head) + place * size, size);
    }

    /** Attention of one query over the first tokens of its sequence, or the last of those. */
    private void attend(KeyValueCache cache, int layer, int keyHead, int length, float[] query, int at, float[] mixed,
            Span span) {
        int size = shape.headSize();
        int first = span.first(length);
        int begin = first - first % POSITIONS;
        int keys = shape.keys(layer, keyHead);
        for (int start = begin; start < length; start += POSITIONS) {
            int count = Math.min(POSITIONS, length - start);
            kernels.scores(query, at, size, span.scale(), cache.chunk(start), keys, count, scores, start - begin);
        }
        if (first > begin) {
            System.arraycopy(scores, first - begin, scores, 0, length - first);
        }
        if (span.cap() > 0) {
            kernels.cap(scores, 0, length - first, span.cap());
        }
        float inverse = 1 / kernels.exponentials(scores, length - first);
        for (int i = 0; i < size; i++) {
            mixed[at + i] = 0;
        }
        int values = shape.values(layer, keyHead);
        for (int start = first; start < length;) {
            int place = start % POSITIONS;
            int count = Math.min(POSITIONS - place, length - start);
            kernels.mix(scores, start - first, count, cache.chunk(start), values + place * size, size, mixed, at);
            start += count;
        }
        for (int i = 0; i < size; i++) {
            mixed[at + i] *= inverse;
        }
    }
}
