package dev.drover.engine;

import dev.drover.inference.AnswerPart;
import dev.drover.inference.ChatRequest;
import dev.drover.inference.InferenceFailure;
import dev.drover.inference.ModelClient;
import dev.drover.inference.decode.Generation;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Answers chat requests with a local model, one token at a time. */
public final class LocalModelClient implements ModelClient {

    private final Generation generation;

    /** Creates one over a model. */
    public LocalModelClient(LocalModel model) {
        this.generation = new Generation(model.name(), model, new PlainDecoding(model));
    }

    @Override
    public Flux<AnswerPart> stream(ChatRequest request) {
        return generation.stream(request);
    }

    @Override
    public InferenceFailure.@Nullable Rejected refusal(ChatRequest request) {
        return generation.refusal(request);
    }

    @Override
    public Mono<Integer> countTokens(ChatRequest request) {
        return generation.countTokens(request);
    }
}
