package dev.drover.inference.token;

/** A model whose hidden states can be read and changed while it computes. */
public interface HookedModel extends TokenModel {

    /** How many layers it has. */
    int layers();

    /** The numbers in a hidden state. */
    int width();

    /**
     * Opens an empty sequence whose hidden states can be read and changed. One that does neither is as quick as any.
     *
     * @throws dev.drover.inference.InferenceFailure.Overloaded when there is no memory for it now
     */
    HookedSequence openHooked(SequenceOptions options);
}
