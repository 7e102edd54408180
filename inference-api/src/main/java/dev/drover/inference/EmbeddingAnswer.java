package dev.drover.inference;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Embeddings of texts.
 *
 * @param vectors one for each text, in order; empty where they are only in the provider's own answer
 * @param usage what it took
 * @param json the provider's answer in OpenAI's form, to be passed on as it came; null when it came in another
 */
public record EmbeddingAnswer(List<float[]> vectors, Usage usage, @Nullable String json) {

    /** Copies the list. */
    public EmbeddingAnswer {
        vectors = List.copyOf(vectors);
    }
}
