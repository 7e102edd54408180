package dev.drover.gateway.provider;

import dev.drover.inference.AnswerPart;
import dev.drover.inference.ChatRequest;
import dev.drover.inference.EmbeddingAnswer;
import dev.drover.inference.EmbeddingClient;
import dev.drover.inference.EmbeddingRequest;
import dev.drover.inference.ModelClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A client that answers and one that makes embeddings, as one.
 *
 * @param answers who answers
 * @param embeddings who makes embeddings
 */
public record EmbeddingModel(ModelClient answers, EmbeddingClient embeddings) implements ModelClient, EmbeddingClient {

    @Override
    public Flux<AnswerPart> stream(ChatRequest request) {
        return answers.stream(request);
    }

    @Override
    public Mono<Integer> countTokens(ChatRequest request) {
        return answers.countTokens(request);
    }

    @Override
    public Mono<EmbeddingAnswer> embed(EmbeddingRequest request) {
        return embeddings.embed(request);
    }
}
