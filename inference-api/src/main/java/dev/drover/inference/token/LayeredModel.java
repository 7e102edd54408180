package dev.drover.inference.token;

/**
 * A model that can stop after its first layers, whose activations then go to its own norm and head: a quicker and worse model
 * without weights of its own, which drafts for the whole one (Elhoushi et al. 2024, LayerSkip; Zhang et al. 2024, Draft and
 * Verify).
 */
public interface LayeredModel extends TokenModel {

    /** How many layers it has. */
    int layers();

    /**
     * Opens an empty sequence of its first layers alone, with state of its own.
     *
     * @param count how many layers, 1 to {@link #layers}
     * @throws dev.drover.inference.InferenceFailure.Overloaded when there is no memory for it now
     */
    TokenSequence openFirst(int count, SequenceOptions options);
}
