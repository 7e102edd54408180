package dev.drover.inference;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Something that answers chat requests: a remote provider, a model in this process, a cascade of two, a routed group.
 */
@FunctionalInterface
public interface ModelClient {

    /**
     * Answers a request, part by part as it is produced. Nothing happens before subscription; cancelling the
     * subscription cancels the work, down to the socket or the engine's slot. Ends with {@link AnswerPart.Finish} and,
     * where known, {@link Usage}, or with an {@link InferenceFailure} as its error.
     *
     * @param request the request
     * @return the answer's parts, in order
     */
    Flux<AnswerPart> stream(ChatRequest request);

    /**
     * Why this client cannot answer such a request, as far as the request alone can tell; null when it may. Routers ask, so
     * that another is chosen.
     *
     * @param request the request
     */
    default InferenceFailure.@Nullable Rejected refusal(ChatRequest request) {
        return null;
    }

    /**
     * Counts the tokens that a request's prompt has for this model. Ends with {@link InferenceFailure.Rejected} where
     * nobody can tell.
     *
     * @param request the request
     */
    default Mono<Integer> countTokens(ChatRequest request) {
        return Mono.error(() -> new InferenceFailure.Rejected(400, "unsupported_operation", "model",
                "model: " + request.model() + " cannot count tokens (expected: a model that runs here, or one of a "
                        + "provider that counts them)"));
    }
}
