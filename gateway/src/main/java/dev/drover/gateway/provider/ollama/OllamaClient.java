package dev.drover.gateway.provider.ollama;

import dev.drover.gateway.provider.Unsupported;
import dev.drover.gateway.provider.Unsupported.Feature;
import dev.drover.gateway.provider.transport.Delivery;
import dev.drover.gateway.provider.transport.Exchange;
import dev.drover.gateway.provider.transport.HttpUpstream;
import dev.drover.gateway.wire.Json;
import dev.drover.gateway.wire.Vectors;
import dev.drover.inference.AnswerPart;
import dev.drover.inference.ChatRequest;
import dev.drover.inference.EmbeddingAnswer;
import dev.drover.inference.EmbeddingClient;
import dev.drover.inference.EmbeddingRequest;
import dev.drover.inference.ModelClient;
import dev.drover.inference.Usage;
import dev.drover.inference.option.Options;
import java.util.List;
import java.util.Map;
import java.util.Set;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** One deployment of Ollama. */
final class OllamaClient implements ModelClient, EmbeddingClient {

    private static final Set<Feature> MISSING = Set.of(Feature.LOGPROBS, Feature.LOGIT_BIAS, Feature.AUDIO,
            Feature.SINGLE_CALLS, Feature.DOCUMENTS, Feature.LINKED_PICTURES, Feature.FORCED_TOOLS);

    private final HttpUpstream upstream;
    private final Options options;

    OllamaClient(HttpUpstream upstream) {
        this.upstream = upstream;
        this.options = upstream.options();
    }

    @Override
    public Flux<AnswerPart> stream(ChatRequest request) {
        return Flux.defer(() -> {
            Unsupported.refuse(request, "ollama", MISSING);
            ObjectNode body = OllamaBody.of(request);
            if (!options.text(OllamaProvider.KEEP_ALIVE).isEmpty()) {
                body.put("keep_alive", options.text(OllamaProvider.KEEP_ALIVE));
            }
            if (options.integer(OllamaProvider.CONTEXT) > 0) {
                ObjectNode own = body.get("options") instanceof ObjectNode given ? given : body.putObject("options");
                own.put("num_ctx", options.integer(OllamaProvider.CONTEXT));
            }
            return upstream.ask(Exchange.lines(upstream.url("/api/chat"), headers(), body.toString()),
                    new OllamaTranslation(), Delivery.PARTS);
        });
    }

    @Override
    public Mono<EmbeddingAnswer> embed(EmbeddingRequest request) {
        return Mono.defer(() -> {
            if (request.texts().isEmpty()) {
                throw Unsupported.refused("input", "tokens", "ollama", "texts");
            }
            ObjectNode body = Json.mapper().createObjectNode().put("model", request.model());
            body.set("input", Json.mapper().valueToTree(request.texts()));
            if (request.dimensions() != null) {
                body.put("dimensions", request.dimensions());
            }
            return upstream.fetch(Exchange.lines(upstream.url("/api/embed"), headers(), body.toString()))
                    .map(answer -> {
                        List<float[]> vectors = upstream.field(answer, "embeddings")
                                .valueStream()
                                .map(Vectors::of)
                                .toList();
                        int tokens = Json.mapper().readTree(answer).path("prompt_eval_count").asInt(0);
                        return new EmbeddingAnswer(vectors, new Usage(tokens, 0, 0), null);
                    });
        });
    }

    private Map<String, String> headers() {
        return upstream.keyIn("Authorization");
    }
}
