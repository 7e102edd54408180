package dev.drover.engine.cache;

import dev.drover.engine.kernel.KernelLevel;
import java.util.ArrayList;
import java.util.List;

/**
 * The keys and values of a sequence's tokens, block after block. Not thread-safe; what lies beyond the sequence's length
 * is never read.
 */
public final class KeyValueCache {

    private final CacheShape shape;
    private final CacheFormat format;
    private final int capacity;
    private final List<CacheBlock> blocks = new ArrayList<>();

    /** Creates an empty one with numbers as they are, for a sequence of which nobody knows how long it may become. */
    public KeyValueCache(CacheShape shape) {
        this(shape, CacheFormat.F32, 0);
    }

    /**
     * Creates an empty one.
     *
     * @param shape how large keys and values are
     * @param format how they are stored
     * @param capacity how many tokens the sequence may get at most; networks that turn the keys of long sequences otherwise
     *        than those of short ones decide by it
     */
    public KeyValueCache(CacheShape shape, CacheFormat format, int capacity) {
        this.shape = shape;
        this.format = format;
        this.capacity = capacity;
    }

    /** How many tokens the sequence may get at most; 0 where nobody knows. */
    public int capacity() {
        return capacity;
    }

    /** Makes room for so many tokens, without asking anybody for the memory. */
    public void reserve(int length) {
        while (blocks.size() < CacheShape.blocks(length)) {
            blocks.add(newBlock());
        }
    }

    /** The block that holds a position. */
    public CacheBlock block(int position) {
        return blocks.get(position / KernelLevel.POSITIONS);
    }

    CacheBlock newBlock() {
        return format.block(shape);
    }

    long blockBytes() {
        return format.bytes(shape);
    }

    /** The blocks, to be changed by who answers for the memory. */
    List<CacheBlock> blocks() {
        return blocks;
    }
}
