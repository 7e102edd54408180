package dev.drover.engine.cache;

import dev.drover.engine.kernel.KernelLevel;
import java.util.Set;

/**
 * How many numbers the keys and values of a sequence are.
 *
 * @param layers the number of layers
 * @param heads the number of heads of keys and values in a layer
 * @param headSize the numbers in a key or value
 * @param windowed the layers that look back on a part of the sequence alone
 */
public record CacheShape(int layers, int heads, int headSize, Windowed windowed) {

    /**
     * Layers that look back on a window.
     *
     * @param layers which
     * @param window the widest of their windows, in tokens, that of the query included; 0 for no layers
     */
    public record Windowed(Set<Integer> layers, int window) {

        /** No layers. */
        public static final Windowed NONE = new Windowed(Set.of(), 0);

        /** Copies the set. */
        public Windowed {
            layers = Set.copyOf(layers);
        }

        /** The first position that these layers look at from a position on. */
        int reach(int position) {
            return layers.isEmpty() ? 0 : Math.max(0, position + 1 - window);
        }
    }

    /** A shape in which all layers look back on everything. */
    public CacheShape(int layers, int heads, int headSize) {
        this(layers, heads, headSize, Windowed.NONE);
    }

    /** Checks that a layer's share of a block is no more than an array can hold. */
    public CacheShape {
        Math.multiplyExact(Math.multiplyExact(heads, headSize), 2 * KernelLevel.POSITIONS);
    }

    /** The numbers of a layer in a block of {@link KernelLevel#POSITIONS} positions: keys and values. */
    public int layerNumbers() {
        return heads * headSize * 2 * KernelLevel.POSITIONS;
    }

    /** The numbers in a block. */
    public long numbers() {
        return (long) layers * layerNumbers();
    }

    /** Where in a layer's share of a block the keys of a head begin: dimension after dimension. */
    public int keys(int head) {
        return head * 2 * headSize * KernelLevel.POSITIONS;
    }

    /** Where in a layer's share of a block the values of a head begin: position after position. */
    public int values(int head) {
        return keys(head) + headSize * KernelLevel.POSITIONS;
    }

    /** How many blocks hold so many tokens. */
    public static int blocks(int tokens) {
        return (int) ((tokens + (long) KernelLevel.POSITIONS - 1) / KernelLevel.POSITIONS);
    }

    /** How many bytes the state of so many tokens takes. */
    public long bytes(int tokens, CacheFormat format) {
        return blocks(tokens) * format.bytes(this);
    }
}
