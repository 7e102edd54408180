package dev.drover.engine.model.decoder;

import dev.drover.engine.cache.CacheBlock;
import dev.drover.engine.cache.KeyValueCache;
import dev.drover.engine.kernel.KernelLevel;
import java.util.Arrays;

import static dev.drover.engine.kernel.KernelLevel.POSITIONS;
import static dev.drover.engine.kernel.KernelLevel.QUERIES;

/**
 * Up to {@link KernelLevel#QUERIES} queries that meet the keys and values of one head of a sequence together: what is read is
 * used for all. Room for one thread, used again and again: {@link #add} the queries, {@link #meet} the keys, {@link #weigh}
 * each query's scores, {@link #mix} the values, {@link #take} each query's result.
 */
public final class QueryBlock {

    private final KernelLevel kernels;
    private final int size;
    private final float[] queries;
    private final float[] sums;
    private final float[] inverses = new float[QUERIES];
    /** For keys or values of a block that does not hold them as numbers. */
    private final float[] room;
    private float[] scores = new float[0];
    private int count;
    private int begin;
    private int end;

    /** Creates one for heads of a size. */
    public QueryBlock(KernelLevel kernels, int size) {
        this.kernels = kernels;
        this.size = size;
        this.queries = new float[QUERIES * size];
        this.sums = new float[QUERIES * size];
        this.room = new float[POSITIONS * size];
    }

    /** Makes room for sequences of a length. */
    public void reserve(int length) {
        int positions = (length + POSITIONS - 1) / POSITIONS * POSITIONS;
        if (scores.length < QUERIES * positions) {
            scores = new float[Math.max(QUERIES * positions, 2 * scores.length)];
        }
    }

    /** Adds a query: {@code size} numbers from a place on, each times a factor. */
    public void add(float[] query, int at, float scale) {
        int to = count++ * size;
        for (int i = 0; i < size; i++) {
            queries[to + i] = query[at + i] * scale;
        }
    }

    /** Multiplies the queries with the keys from one position to another. */
    public void meet(KeyValueCache cache, int layer, int head, int first, int last) {
        begin = first / POSITIONS * POSITIONS;
        end = last;
        for (int start = begin; start < end; start += POSITIONS) {
            CacheBlock block = cache.block(start);
            kernels.scores(queries, count, size, block.keys(layer, head, room), block.keysAt(head),
                    Math.min(POSITIONS, end - start), scores, (start - begin) * count);
        }
    }

    /**
     * Makes weights of a query's scores.
     *
     * @param number the query's, in the order in which they were added
     * @param from the first position that counts
     * @param to one past the last
     * @param cap the size that no score passes, by way of a hyperbolic tangent; 0 for none
     */
    public void weigh(int number, int from, int to, float cap) {
        int at = number * POSITIONS;
        int step = count * POSITIONS;
        if (cap > 0) {
            for (int start = begin; start < to; start += POSITIONS) {
                int chunk = at + (start - begin) / POSITIONS * step;
                kernels.cap(scores, chunk, chunk + Math.min(POSITIONS, to - start), cap);
            }
        }
        inverses[number] = 1 / kernels.exponentials(scores, at, step, from - begin, to - begin, end - begin);
    }

    /** Adds up the values by their weights. */
    public void mix(KeyValueCache cache, int layer, int head) {
        Arrays.fill(sums, 0, count * size, 0);
        for (int start = begin; start < end; start += POSITIONS) {
            CacheBlock block = cache.block(start);
            int positions = Math.min(POSITIONS, end - start);
            kernels.mix(scores, (start - begin) * count, count, positions, block.values(layer, head, positions, room),
                    block.valuesAt(head), size, sums);
        }
    }

    /** Puts a query's weighted mean of the values somewhere. */
    public void take(int number, float[] target, int at) {
        for (int i = 0; i < size; i++) {
            target[at + i] = sums[number * size + i] * inverses[number];
        }
    }

    /** Forgets the queries. */
    public void clear() {
        count = 0;
    }
}
