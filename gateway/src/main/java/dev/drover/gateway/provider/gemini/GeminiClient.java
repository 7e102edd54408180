package dev.drover.gateway.provider.gemini;

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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** One deployment of a server with Gemini's interface. */
final class GeminiClient implements ModelClient, EmbeddingClient {

    private static final Set<Feature> MISSING = Set.of(Feature.LOGPROBS, Feature.LOGIT_BIAS, Feature.MIN_P,
            Feature.SINGLE_CALLS);

    private final HttpUpstream upstream;
    private final Options options;

    GeminiClient(HttpUpstream upstream) {
        this.upstream = upstream;
        this.options = upstream.options();
    }

    @Override
    public Flux<AnswerPart> stream(ChatRequest request) {
        return Flux.defer(() -> {
            Unsupported.refuse(request, "gemini", MISSING);
            String url = upstream.url(path(request.model(), "streamGenerateContent"), Map.of("alt", "sse"));
            return upstream.ask(Exchange.events(url, headers(), GeminiBody.of(request).toString()),
                    new GeminiTranslation(), Delivery.PARTS);
        });
    }

    @Override
    public Mono<Integer> countTokens(ChatRequest request) {
        return Mono.defer(() -> {
            ObjectNode body = Json.mapper().createObjectNode();
            body.set("generateContentRequest", GeminiBody.prompt(request).put("model", "models/" + request.model()));
            return fetch(request.model(), "countTokens", body, "totalTokens").map(JsonNode::asInt);
        });
    }

    @Override
    public Mono<EmbeddingAnswer> embed(EmbeddingRequest request) {
        return Mono.defer(() -> {
            if (request.texts().isEmpty()) {
                throw Unsupported.refused("input", "tokens", "gemini", "texts");
            }
            ObjectNode body = Json.mapper().createObjectNode();
            ArrayNode requests = body.putArray("requests");
            for (String text : request.texts()) {
                ObjectNode each = requests.addObject().put("model", "models/" + request.model());
                each.putObject("content").putArray("parts").addObject().put("text", text);
                if (request.dimensions() != null) {
                    each.put("outputDimensionality", request.dimensions());
                }
            }
            return fetch(request.model(), "batchEmbedContents", body, "embeddings").map(embeddings -> {
                List<float[]> vectors = embeddings.valueStream().map(each -> Vectors.of(each.path("values"))).toList();
                return new EmbeddingAnswer(vectors, Usage.NONE, null);
            });
        });
    }

    private Mono<JsonNode> fetch(String model, String verb, ObjectNode body, String wanted) {
        return upstream.fetch(Exchange.events(upstream.url(path(model, verb)), headers(), body.toString()))
                .map(answer -> upstream.field(answer, wanted));
    }

    private static String path(String model, String verb) {
        return "/models/" + HttpUpstream.encoded(model) + ":" + verb;
    }

    private Map<String, String> headers() {
        return upstream.keyIn(options.text(GeminiProvider.KEY_HEADER));
    }
}
