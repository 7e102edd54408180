package dev.drover.inference;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Texts whose embeddings are wanted.
 *
 * @param model the model asked for
 * @param texts the texts, in order; empty when the request gives tokens instead, which only providers with OpenAI's
 *            interface take
 * @param dimensions how many dimensions are wanted; null for the model's own
 * @param body the request as it came, in OpenAI's form
 */
public record EmbeddingRequest(String model, List<String> texts, @Nullable Integer dimensions, String body) {

    /** Copies the list. */
    public EmbeddingRequest {
        texts = List.copyOf(texts);
    }

    /** The same request to another model. */
    public EmbeddingRequest withModel(String name) {
        return new EmbeddingRequest(name, texts, dimensions, body);
    }
}
