package dev.drover.engine.cache;

import dev.drover.engine.kernel.KernelLevel;

/**
 * The keys and values of {@link KernelLevel#POSITIONS} positions in all layers. Keys lie transposed, so that a query meets as
 * many positions at once as the processor has lanes: of each head the first dimension of all positions, then the second;
 * values lie position after position. Blocks may be shared by sequences that begin alike; a shared one is never written.
 */
public abstract class CacheBlock {

    final CacheShape shape;
    /** What it takes; less once it is thin. */
    long bytes;

    /** Without what its windowed layers hold; guarded by the memory's lock, as is all below. */
    boolean thin;
    /** Part of the tree of beginnings. */
    boolean kept;

    /** How many sequences and prefixes hold it. */
    int holders = 1;

    /** Creates one of a shape, which takes so many bytes. */
    CacheBlock(CacheShape shape, long bytes) {
        this.shape = shape;
        this.bytes = bytes;
    }

    /**
     * Stores a key and a value.
     *
     * @param place the position within the block
     * @param key holds the key, {@code headSize} numbers
     * @param value holds the value, as many
     * @param from where both start
     */
    public abstract void put(int layer, int head, int place, float[] key, float[] value, int from);

    /**
     * The keys of a head, from {@link #keysAt} on.
     *
     * @param room {@code headSize * POSITIONS} numbers to put them in where they are not stored as numbers
     */
    public abstract float[] keys(int layer, int head, float[] room);

    /** Where in what {@link #keys} returns they begin. */
    public abstract int keysAt(int head);

    /**
     * The values of a head, from {@link #valuesAt} on.
     *
     * @param count how many positions are wanted, from the first
     * @param room as for {@link #keys}
     */
    public abstract float[] values(int layer, int head, int count, float[] room);

    /** Where in what {@link #values} returns they begin. */
    public abstract int valuesAt(int head);

    /** Forgets what layers with a window hold, which nobody reads any more; returns how many bytes that gives back. */
    long thin() {
        if (thin || shape.windowed().layers().isEmpty()) {
            return 0;
        }
        thin = true;
        shape.windowed().layers().forEach(this::drop);
        long freed = bytes / shape.layers() * shape.windowed().layers().size();
        bytes -= freed;
        return freed;
    }

    /** Forgets what a layer holds. */
    abstract void drop(int layer);

    /** Takes all that another block of the same kind holds. */
    abstract void copy(CacheBlock other);
}
