package dev.drover.gateway.provider.bedrock;

import dev.drover.gateway.provider.Unsupported;
import dev.drover.gateway.provider.Unsupported.Feature;
import dev.drover.gateway.provider.transport.Delivery;
import dev.drover.gateway.provider.transport.Exchange;
import dev.drover.gateway.provider.transport.HttpUpstream;
import dev.drover.gateway.wire.Json;
import dev.drover.inference.AnswerPart;
import dev.drover.inference.ChatRequest;
import dev.drover.inference.InferenceFailure;
import dev.drover.inference.ModelClient;
import dev.drover.inference.option.Options;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** One deployment of Bedrock. */
final class BedrockClient implements ModelClient {

    private static final Set<Feature> MISSING = Set.of(Feature.LOGPROBS, Feature.PENALTIES, Feature.LOGIT_BIAS,
            Feature.MIN_P, Feature.AUDIO, Feature.LINKED_PICTURES, Feature.SINGLE_CALLS, Feature.JSON_OBJECT);
    private static final Delivery WHOLE = new Delivery(false, false, false);
    private static final String STREAM_TYPE = "application/vnd.amazon.eventstream";
    private static final int MOST_EVENT_BYTES = 4 << 20;

    private final HttpUpstream upstream;
    private final Options options;
    private final String region;
    private final Map<String, String> environment;

    /**
     * Creates a client.
     *
     * @param region the region that requests are signed for; empty where they carry a key instead
     * @param environment where credentials are, unless the deployment has a key
     */
    BedrockClient(HttpUpstream upstream, String region, Map<String, String> environment) {
        this.upstream = upstream;
        this.options = upstream.options();
        this.region = region;
        this.environment = environment;
    }

    @Override
    public Flux<AnswerPart> stream(ChatRequest request) {
        return Flux.defer(() -> {
            Unsupported.refuse(request, "bedrock", MISSING);
            boolean stream = options.flag(BedrockProvider.STREAM);
            Exchange exchange = exchange(request, stream ? "converse-stream" : "converse",
                    ConverseBody.of(request, options.text(BedrockProvider.THINKING)));
            return upstream.ask(exchange, new ConverseTranslation(), stream ? Delivery.PARTS : WHOLE)
                    .map(part -> part instanceof AnswerPart.Begin begin
                            ? new AnswerPart.Begin(begin.choice(), request.model())
                            : part);
        });
    }

    @Override
    public Mono<Integer> countTokens(ChatRequest request) {
        return Mono.defer(() -> {
            ObjectNode body = Json.mapper().createObjectNode();
            body.putObject("input").set("converse", ConverseBody.prompt(request));
            return upstream.fetch(exchange(request, "count-tokens", body))
                    .map(answer -> upstream.field(answer, "inputTokens").asInt());
        });
    }

    private Exchange exchange(ChatRequest request, String verb, ObjectNode json) {
        String url = upstream.url("/model/" + HttpUpstream.encoded(request.model()) + "/" + verb);
        String body = json.toString();
        if (options.text(BedrockProvider.AUTH).equals(BedrockProvider.BEARER)) {
            return new Exchange(url, upstream.keyIn("Authorization"), body, STREAM_TYPE,
                    () -> new EventStreamFraming(MOST_EVENT_BYTES), List.of());
        }
        Credentials credentials = credentials();
        Map<String, String> headers = new RequestSignature(credentials, region, "bedrock").headers("POST",
                URI.create(url), Map.of(), body.getBytes(StandardCharsets.UTF_8), Instant.now());
        return new Exchange(url, headers, body, STREAM_TYPE, () -> new EventStreamFraming(MOST_EVENT_BYTES),
                credentials.secrets());
    }

    /** Read each time, so that temporary ones can be replaced while the gateway runs. */
    private Credentials credentials() {
        String key = upstream.key();
        try {
            return key == null ? Credentials.in(environment::get)
                    : Credentials.of(key, options.text(BedrockProvider.PROFILE));
        } catch (IllegalStateException missing) {
            throw new InferenceFailure.Unavailable("upstream_key_missing",
                    upstream.label() + ": " + missing.getMessage(), missing);
        }
    }
}
