package dev.drover.inference.token;

/**
 * What an {@link HookedSequence#extend} reads or changes inside the model: hidden states, as they come into a layer. With n
 * layers there are n + 1 places: 0 is behind the embedding, n before the last norm and the head.
 */
public sealed interface Hook {

    /** The place: how many layers lie before it, 0 to {@link HookedModel#layers}. */
    int layer();

    /** The first token concerned, counted among those that are appended. */
    int from();

    /** One past the last token concerned. */
    int to();

    /** The numbers, {@code to - from} times {@link HookedModel#width}. */
    float[] values();

    /**
     * Reads hidden states, those of this place's {@link Write}s included: for probes.
     *
     * @param layer how many layers lie before the place
     * @param from the first token, counted among those that are appended
     * @param to one past the last
     * @param values receives {@code (to - from) * width} numbers, token after token
     */
    record Read(int layer, int from, int to, float[] values) implements Hook {}

    /**
     * Changes hidden states. What comes of it stays with the sequence, also where its state must be computed anew, and is
     * shared with no other.
     *
     * @param layer how many layers lie before the place; for {@link Way#FUSE} the layer itself, less than all
     * @param from the first token, counted among those that are appended
     * @param to one past the last
     * @param way how
     * @param values {@code (to - from) * width} numbers, token after token; copied
     */
    record Write(int layer, int from, int to, Way way, float[] values) implements Hook {}

    /** How hidden states are changed. Of several ways at one place and token, each comes after those named before it. */
    enum Way {

        /** The values take the place of the state. */
        REPLACE,

        /** The values are added to the state. */
        ADD,

        /**
         * The values are added to what the layer's keys and values are made of, behind its norm, and to nothing else: fusion of
         * retrieved representations (Wu et al. 2024, ReFusion).
         */
        FUSE
    }
}
