package dev.drover.engine.cache;

import dev.drover.engine.kernel.KernelLevel;

/**
 * How many numbers the keys and values of a sequence are.
 *
 * @param layers the number of layers
 * @param heads the number of heads of keys and values in a layer
 * @param headSize the numbers in a key or value
 */
public record CacheShape(int layers, int heads, int headSize) {

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
