package dev.drover.engine.gguf;

/** Where a tensor's numbers come from while it is written, part by part, so that no model need be held whole. */
@FunctionalInterface
public interface TensorSource {

    /**
     * Provides numbers. Called from several threads at once, each part once.
     *
     * @param first the index of the first, counting row after row
     * @param target receives them from index 0 on
     * @param count how many
     */
    void read(long first, float[] target, int count);
}
