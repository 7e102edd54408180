package dev.drover.engine.network;

import dev.drover.engine.kernel.KernelLevel;
import java.util.ArrayList;
import java.util.List;

/**
 * The keys and values of a sequence's tokens, in chunks of {@link KernelLevel#POSITIONS} positions that are added as
 * the sequence grows. Keys lie transposed, so that a query meets as many positions at once as the processor has lanes.
 * Not thread-safe; what lies beyond the sequence's length is never read.
 */
public final class KeyValueCache {

    private final CacheShape shape;
    private final int capacity;
    private final List<float[]> chunks = new ArrayList<>();

    /** Creates an empty one for a sequence of which nobody knows how long it may become. */
    public KeyValueCache(CacheShape shape) {
        this(shape, 0);
    }

    /**
     * Creates an empty one.
     *
     * @param shape how large keys and values are
     * @param capacity how many tokens the sequence may get at most; networks that turn the keys of long sequences otherwise
     *        than those of short ones decide by it
     */
    public KeyValueCache(CacheShape shape, int capacity) {
        this.shape = shape;
        this.capacity = capacity;
    }

    /** How many tokens the sequence may get at most; 0 where nobody knows. */
    public int capacity() {
        return capacity;
    }

    /** Makes room for so many tokens. */
    public void reserve(int length) {
        while ((long) chunks.size() * KernelLevel.POSITIONS < length) {
            chunks.add(new float[shape.chunkFloats()]);
        }
    }

    /** Gives back the memory of all tokens beyond a length. */
    public void truncate(int length) {
        int needed = (int) ((length + (long) KernelLevel.POSITIONS - 1) / KernelLevel.POSITIONS);
        while (chunks.size() > needed) {
            chunks.removeLast();
        }
    }

    /** A copy of the first tokens. */
    public KeyValueCache copy(int length) {
        KeyValueCache copy = new KeyValueCache(shape, capacity);
        for (int start = 0; start < length; start += KernelLevel.POSITIONS) {
            copy.chunks.add(chunks.get(start / KernelLevel.POSITIONS).clone());
        }
        return copy;
    }

    /** The chunk that holds a position. */
    public float[] chunk(int position) {
        return chunks.get(position / KernelLevel.POSITIONS);
    }
}
