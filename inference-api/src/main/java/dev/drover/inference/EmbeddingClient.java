package dev.drover.inference;

import reactor.core.publisher.Mono;

/** Something that makes embeddings. */
@FunctionalInterface
public interface EmbeddingClient {

    /**
     * Makes the embeddings of a request's texts. Nothing happens before subscription, and cancelling cancels the work.
     * Ends with an {@link InferenceFailure} when it cannot.
     *
     * @param request the texts
     */
    Mono<EmbeddingAnswer> embed(EmbeddingRequest request);
}
