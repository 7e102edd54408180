package dev.drover.engine.model.decoder;

import dev.drover.engine.cache.CacheShape;
import dev.drover.engine.cache.KeyValueCache;
import dev.drover.engine.kernel.KernelLevel;
import dev.drover.engine.network.Batch;

import static dev.drover.engine.kernel.KernelLevel.POSITIONS;
import static dev.drover.engine.kernel.KernelLevel.QUERIES;

/**
 * Grouped-query attention over the cache of keys and values: what one member of a crew does for its heads of keys. Has
 * room for a {@link QueryBlock}, so each member needs its own. Queries and keys come turned to their positions.
 */
final class Attention {

    private final CacheShape shape;
    private final int heads;
    private final QueryBlock block;

    /**
     * Creates one.
     *
     * @param kernels what it computes with
     * @param shape the caches'
     * @param heads the number of query heads in a layer, a multiple of the heads of keys
     */
    Attention(KernelLevel kernels, CacheShape shape, int heads) {
        this.shape = shape;
        this.heads = heads;
        this.block = new QueryBlock(kernels, shape.headSize());
    }

    /** Makes room for sequences of a length. */
    void reserve(int length) {
        block.reserve(length);
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
                Part some = new Part(first, all * part / parts, all * (part + 1) / parts);
                attend(batch, layer, keyHead, some, query, mixed, span);
            }
        }
    }

    /** Attention of some queries over their sequence. */
    private void attend(Batch batch, int layer, int keyHead, Part part, float[] query, float[] mixed, Span span) {
        block.clear();
        for (int number = part.from(); number < part.to(); number++) {
            block.add(query, place(part.first(), keyHead, number), span.scale());
        }
        KeyValueCache cache = batch.cache(part.first());
        block.meet(cache, layer, keyHead, span.first(length(batch, part, part.from())),
                length(batch, part, part.to() - 1));
        for (int number = part.from(); number < part.to(); number++) {
            int length = length(batch, part, number);
            block.weigh(number - part.from(), span.first(length), length, span.cap());
        }
        block.mix(cache, layer, keyHead);
        for (int number = part.from(); number < part.to(); number++) {
            block.take(number - part.from(), mixed, place(part.first(), keyHead, number));
        }
    }

    /** How long the sequence is at a query's row. */
    private int length(Batch batch, Part part, int number) {
        return batch.position(part.first() + number / (heads / shape.heads())) + 1;
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
     * @param to one past the last one's
     */
    private record Part(int first, int from, int to) {}
}
