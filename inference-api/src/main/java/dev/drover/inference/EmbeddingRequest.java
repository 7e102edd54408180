package dev.drover.inference;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Texts whose embeddings are wanted.
 *
 * @param model the model asked for
 * @param texts the texts, in order; empty when the request gives tokens instead
 * @param tokens the texts as tokens of the model, in order; empty when the request gives texts. Only providers with
 *            OpenAI's interface and models of this process take them
 * @param dimensions how many dimensions are wanted; null for the model's own
 * @param body the request as it came, in OpenAI's form
 */
public record EmbeddingRequest(String model, List<String> texts, List<int[]> tokens, @Nullable Integer dimensions,
        String body) {

    /** Copies the lists. */
    public EmbeddingRequest {
        texts = List.copyOf(texts);
        tokens = List.copyOf(tokens);
    }

    /** A request that gives texts. */
    public EmbeddingRequest(String model, List<String> texts, @Nullable Integer dimensions, String body) {
        this(model, texts, List.of(), dimensions, body);
    }

    /** The same request to another model. */
    public EmbeddingRequest withModel(String name) {
        return new EmbeddingRequest(name, texts, tokens, dimensions, body);
    }
}
