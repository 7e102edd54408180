package dev.drover.gateway.provider.anthropic;

import dev.drover.gateway.provider.Unsupported;
import dev.drover.gateway.provider.Unsupported.Feature;
import dev.drover.gateway.provider.transport.Delivery;
import dev.drover.gateway.provider.transport.Exchange;
import dev.drover.gateway.provider.transport.HttpUpstream;
import dev.drover.gateway.wire.BodyEdit;
import dev.drover.gateway.wire.messages.MessagesBody;
import dev.drover.gateway.wire.messages.Thinking;
import dev.drover.inference.AnswerPart;
import dev.drover.inference.ApiForm;
import dev.drover.inference.ChatRequest;
import dev.drover.inference.ModelClient;
import dev.drover.inference.RequestBody;
import dev.drover.inference.option.Options;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** One deployment of a server with Anthropic's interface. */
final class AnthropicClient implements ModelClient {

    private static final Set<Feature> MISSING = Set.of(Feature.LOGPROBS, Feature.PENALTIES, Feature.LOGIT_BIAS,
            Feature.MIN_P, Feature.AUDIO, Feature.JSON_OBJECT);

    private final HttpUpstream upstream;
    private final Options options;

    AnthropicClient(HttpUpstream upstream) {
        this.upstream = upstream;
        this.options = upstream.options();
    }

    @Override
    public Flux<AnswerPart> stream(ChatRequest request) {
        return Flux.defer(() -> {
            String body = request.bodyIn(ApiForm.MESSAGES);
            BodyEdit asked = body == null ? null : BodyEdit.forUpstream(body, request.model(), false);
            Exchange exchange = Exchange.events(upstream.url("/messages"), headers(request),
                    asked == null ? written(request).toString() : asked.text());
            return upstream.ask(exchange, new AnthropicTranslation(),
                    asked == null ? Delivery.PARTS : new Delivery(true, asked.stream(), true));
        });
    }

    @Override
    public Mono<Integer> countTokens(ChatRequest request) {
        return Mono.defer(() -> {
            String body = request.bodyIn(ApiForm.MESSAGES);
            String asked = body == null ? MessagesBody.prompt(request).toString()
                    : BodyEdit.forUpstream(body, request.model(), false).text();
            return upstream.fetch(Exchange.events(upstream.url("/messages/count_tokens"), headers(request), asked))
                    .map(answer -> upstream.field(answer, "input_tokens").asInt());
        });
    }

    private Map<String, String> headers(ChatRequest request) {
        Map<String, String> headers = new HashMap<>();
        headers.put("anthropic-version", options.text(AnthropicProvider.VERSION));
        RequestBody body = request.body();
        if (body != null && body.form() == ApiForm.MESSAGES) {
            headers.putAll(body.headers());
        }
        headers.putAll(upstream.keyIn("x-api-key"));
        return headers;
    }

    /** The body of a request that came in another form, or was made here. */
    private ObjectNode written(ChatRequest request) {
        Unsupported.refuse(request, "anthropic", MISSING);
        Double temperature = request.sampling().temperature();
        if (temperature != null && temperature > 1) {
            throw Unsupported.refused("temperature", temperature, "anthropic", "a number from 0 to 1");
        }
        Integer asked = request.maxTokens();
        int limit = asked == null ? options.integer(AnthropicProvider.MAX_TOKENS) : asked;
        ObjectNode json = MessagesBody.of(request, limit).put("stream", true);
        Thinking.of(request, limit, options.text(AnthropicProvider.THINKING).equals("adaptive"))
                .ifPresent(thinking -> think(json, thinking));
        return json;
    }

    private static void think(ObjectNode json, ObjectNode thinking) {
        json.set("thinking", thinking.path("thinking"));
        if (thinking.get("output_config") instanceof ObjectNode config) {
            json.withObject("/output_config").setAll(config);
        }
        json.remove(List.of("temperature", "top_k", "top_p"));
    }
}
