package dev.drover.cascade.remote;

import dev.drover.inference.AnswerFormat;
import dev.drover.inference.AnswerPart;
import dev.drover.inference.ChatRequest;
import dev.drover.inference.InferenceFailure;
import dev.drover.inference.ModelClient;
import dev.drover.inference.Sampling;
import dev.drover.inference.decode.Generation;
import dev.drover.inference.token.Penalties;
import dev.drover.inference.token.TokenModel;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A client whose answers a small model here drafts and a large one elsewhere verifies. Conversations are put into the small
 * model's template and tokens, which must be the large one's too. Answers at temperature 0, which holds where a request says
 * nothing of it; what would have to be done to the large model's distributions, such as formats and penalties, is refused.
 */
public final class RemotePair implements ModelClient {

    private final String name;
    private final Generation generation;

    /**
     * Creates one.
     *
     * @param name the name its answers carry
     * @param drafter the small model
     * @param decoding the loop over it
     */
    public RemotePair(String name, TokenModel drafter, RemoteVerification decoding) {
        this.name = name;
        this.generation = new Generation(name, drafter, decoding);
    }

    @Override
    public Flux<AnswerPart> stream(ChatRequest request) {
        InferenceFailure.Rejected refusal = refusal(request);
        return refusal != null ? Flux.error(refusal)
                : generation.stream(request.withSampling(request.sampling().or(Sampling.GREEDY)));
    }

    @Override
    public InferenceFailure.@Nullable Rejected refusal(ChatRequest request) {
        if (!(request.options().format() instanceof AnswerFormat.Text)) {
            return refused("response_format", "text");
        }
        if (request.options().tools().wanted()) {
            return refused("tools", "none");
        }
        try {
            if (!Penalties.of(request.sampling()).none()) {
                return refused("logit_bias, frequency_penalty, presence_penalty", "none of them");
            }
        } catch (IllegalArgumentException outOfRange) {
            return refused("logit_bias, frequency_penalty, presence_penalty", "none of them");
        }
        Double temperature = request.sampling().temperature();
        if (temperature != null && temperature > 0) {
            return refused("temperature", "0");
        }
        return generation.refusal(request);
    }

    private InferenceFailure.Rejected refused(String field, String expected) {
        return new InferenceFailure.Rejected(400, "invalid_value", field, field + ": given (expected: " + expected
                + ", for " + name + ", whose large model runs elsewhere); ask that model itself");
    }

    @Override
    public Mono<Integer> countTokens(ChatRequest request) {
        return generation.countTokens(request);
    }
}
