package dev.drover.engine.network;

import dev.drover.engine.kernel.KernelLevel;

/**
 * How large the keys and values of a sequence are.
 *
 * @param layers the number of layers
 * @param heads the number of heads of keys and values in a layer
 * @param headSize the numbers in a key or value
 */
public record CacheShape(int layers, int heads, int headSize) {

    /** The number of floats in a chunk of {@link KernelLevel#POSITIONS} positions. */
    public int chunkFloats() {
        return Math.multiplyExact(Math.multiplyExact(layers * heads, headSize), 2 * KernelLevel.POSITIONS);
    }

    /** How many bytes a sequence of so many tokens takes. */
    public long bytes(int tokens) {
        long chunks = (tokens + (long) KernelLevel.POSITIONS - 1) / KernelLevel.POSITIONS;
        return chunks * chunkFloats() * Float.BYTES;
    }

    /** Where in a chunk the keys of a head begin: dimension after dimension, {@link KernelLevel#POSITIONS} each. */
    public int keys(int layer, int head) {
        return (layer * heads + head) * 2 * headSize * KernelLevel.POSITIONS;
    }

    /** Where in a chunk the values of a head begin: position after position. */
    public int values(int layer, int head) {
        return keys(layer, head) + headSize * KernelLevel.POSITIONS;
    }
}
