package dev.drover.inference.token;

import java.util.List;

/**
 * A model that turns texts into vectors: the more alike two texts are in meaning, the larger the product of their vectors.
 * Safe for use by many threads; {@link #embed} blocks and computes, so use it from a virtual thread.
 */
public interface EmbeddingModel {

    /** What answers call it. */
    String name();

    /** The numbers in a vector. */
    int dimensions();

    /** How many tokens a text can have at most, the marks at its ends included. */
    int contextLength();

    /** A text's tokens, the marks at its ends included. */
    int[] tokens(String text);

    /**
     * The same for a text that is tokens already: with the marks at its ends, if they are not there.
     *
     * @throws IllegalArgumentException when the model has no such token
     */
    int[] marked(int[] tokens);

    /** How many tokens a text has, the marks at its ends included. */
    default int countTokens(String text) {
        return tokens(text).length;
    }

    /**
     * The vector of one text, of length 1.
     *
     * @param tokens the text's, as {@link #tokens} and {@link #marked} give them
     * @return {@link #dimensions} numbers
     * @throws IllegalArgumentException when there are more than {@link #contextLength}
     * @throws dev.drover.inference.InferenceFailure.Cancelled when the thread is interrupted
     * @throws dev.drover.inference.InferenceFailure.Unavailable when the model is closed
     */
    float[] embed(int[] tokens);

    /**
     * The vectors of some texts, each of length 1.
     *
     * @param texts any number of them
     * @return one vector a text, in their order, {@link #dimensions} numbers each
     * @throws IllegalArgumentException when a text has more tokens than {@link #contextLength}
     * @throws dev.drover.inference.InferenceFailure.Cancelled when the thread is interrupted
     * @throws dev.drover.inference.InferenceFailure.Unavailable when the model is closed
     */
    float[][] embed(List<String> texts);
}
