package dev.drover.engine.network;

/** A network that reads a text as a whole and says in one vector what it is about. Immutable; safe for many threads. */
public interface EncoderNetwork {

    /** The number of tokens it knows. */
    int vocabularySize();

    /** How many tokens a text can have at most, marks included. */
    int contextLength();

    /** The numbers in a vector. */
    int dimensions();

    /**
     * The vector of a text, of length 1.
     *
     * @param tokens the text's, marks included; 1 to {@link #contextLength}
     */
    float[] embed(int[] tokens);
}
