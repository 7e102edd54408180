package dev.drover.engine.model.decoder;

import dev.drover.engine.cache.CacheBlock;
import dev.drover.engine.cache.CacheShape;
import dev.drover.engine.cache.KeyValueCache;
import dev.drover.engine.kernel.KernelLevel;
import dev.drover.engine.network.Batch;
import java.util.Arrays;

import static dev.drover.engine.kernel.KernelLevel.POSITIONS;
import static dev.drover.engine.kernel.KernelLevel.QUERIES;

/**
 * Grouped-query attention over the cache of keys and values: what one member of a crew does for its heads of keys. Has
 * room for the scores of a few queries, so each member needs its own. Queries and keys come turned to their positions. The
 * queries of a sequence's rows meet its keys together, a few at a time: what is read is used for all.
 */
final class Attention {

    private final KernelLevel kernels;
    private final CacheShape shape;
    private final int heads;
    private final float[] queries;
    private final float[] sums;
    private final float[] inverses = new float[QUERIES];
    /** For keys or values of a block that does not hold them as numbers. */
    private final float[] room;
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
        this.queries = new float[QUERIES * shape.headSize()];
        this.sums = new float[QUERIES * shape.headSize()];
        this.room = new float[POSITIONS * shape.headSize()];
    }

    /** Makes room for sequences of a length. */
    void reserve(int length) {
        int positions = (length + POSITIONS - 1) / POSITIONS * POSITIONS;
        if (scores.length < QUERIES * positions) {
            scores = new float[Math.max(QUERIES * positions, 2 * scores.length)];
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
            int position = batch.position(row);
            batch.cache(row).block(position).put(layer, keyHead, position % POSITIONS, key, value, from);
        }
        int end;
        for (int first = 0; first < batch.rows(); first = end) {
            end = first + 1;
            while (end < batch.rows() && batch.sameCache(first, end)) {
                end++;
            }
            int all = (end - first) * group;
            int parts = (all + QUERIES - 1) / QUERIES;
            for (int part = 0; part < parts; part++) {
                int from = all * part / parts;
                Block block = new Block(first, from, all * (part + 1) / parts - from);
                attend(batch, layer, keyHead, block, query, mixed, span);
            }
        }
    }

    /** Attention of some queries over their sequence. */
    private void attend(Batch batch, int layer, int keyHead, Block block, float[] query, float[] mixed, Span span) {
        int first = block.first();
        int from = block.from();
        int count = block.count();
        int size = shape.headSize();
        for (int i = 0; i < count; i++) {
            int at = place(first, keyHead, from + i);
            for (int d = 0; d < size; d++) {
                queries[i * size + d] = query[at + d] * span.scale();
            }
        }
        KeyValueCache cache = batch.cache(first);
        int group = heads / shape.heads();
        int end = batch.position(first + (from + count - 1) / group) + 1;
        int begin = span.first(batch.position(first + from / group) + 1) / POSITIONS * POSITIONS;
        for (int start = begin; start < end; start += POSITIONS) {
            CacheBlock chunk = cache.block(start);
            kernels.scores(queries, count, size, chunk.keys(layer, keyHead, room), chunk.keysAt(keyHead),
                    Math.min(POSITIONS, end - start), scores, (start - begin) * count);
        }
        for (int i = 0; i < count; i++) {
            weigh(i, count, batch.position(first + (from + i) / group) + 1, begin, end, span);
        }
        Arrays.fill(sums, 0, count * size, 0);
        for (int start = begin; start < end; start += POSITIONS) {
            CacheBlock chunk = cache.block(start);
            int positions = Math.min(POSITIONS, end - start);
            kernels.mix(scores, (start - begin) * count, count, positions,
                    chunk.values(layer, keyHead, positions, room), chunk.valuesAt(keyHead), size, sums);
        }
        for (int i = 0; i < count; i++) {
            int at = place(first, keyHead, from + i);
            for (int d = 0; d < size; d++) {
                mixed[at + d] = sums[i * size + d] * inverses[i];
            }
        }
    }

    /** Makes weights of a query's scores: of those that its span covers among the positions from {@code begin}. */
    private void weigh(int number, int count, int length, int begin, int end, Span span) {
        int at = number * POSITIONS;
        int step = count * POSITIONS;
        if (span.cap() > 0) {
            for (int start = begin; start < length; start += POSITIONS) {
                int chunk = at + (start - begin) / POSITIONS * step;
                kernels.cap(scores, chunk, chunk + Math.min(POSITIONS, length - start), span.cap());
            }
        }
        inverses[number] = 1
                / kernels.exponentials(scores, at, step, span.first(length) - begin, length - begin, end - begin);
    }

    /** Where the query of a number begins, counted from a sequence's first row. */
    private int place(int first, int keyHead, int number) {
        int group = heads / shape.heads();
        int row = first + number / group;
        return (row * heads + keyHead * group + number % group) * shape.headSize();
    }

    /**
     * Some queries of a sequence: of the group's heads in its first row, then in its second, and so on.
     *
     * @param first the sequence's first row
     * @param from the first query's number
     * @param count how many
     */
    private record Block(int first, int from, int count) {}
}
