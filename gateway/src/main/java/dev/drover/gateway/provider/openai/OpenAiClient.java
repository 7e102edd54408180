package dev.drover.gateway.provider.openai;

import dev.drover.gateway.provider.Unsupported;
import dev.drover.gateway.provider.transport.Delivery;
import dev.drover.gateway.provider.transport.Exchange;
import dev.drover.gateway.provider.transport.HttpUpstream;
import dev.drover.gateway.wire.BodyEdit;
import dev.drover.gateway.wire.ChatBody;
import dev.drover.gateway.wire.EmbeddingForm;
import dev.drover.inference.AnswerPart;
import dev.drover.inference.ApiForm;
import dev.drover.inference.ChatRequest;
import dev.drover.inference.EmbeddingAnswer;
import dev.drover.inference.EmbeddingClient;
import dev.drover.inference.EmbeddingRequest;
import dev.drover.inference.InferenceFailure;
import dev.drover.inference.ModelClient;
import dev.drover.inference.option.Options;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** One deployment of a server with OpenAI's interface. */
final class OpenAiClient implements ModelClient, EmbeddingClient {

    private final HttpUpstream upstream;
    private final Options options;

    OpenAiClient(HttpUpstream upstream) {
        this.upstream = upstream;
        this.options = upstream.options();
    }

    @Override
    public Flux<AnswerPart> stream(ChatRequest request) {
        return Flux.defer(() -> {
            String response = options.flag(OpenAiProvider.RESPONSES) ? request.bodyIn(ApiForm.RESPONSES) : null;
            if (response != null) {
                BodyEdit asked = BodyEdit.forResponses(response, request.model());
                return upstream.ask(Exchange.events(upstream.url("/responses"), headers(), asked.text()),
                        new ResponsesTranslation(), delivery(asked));
            }
            String completion = request.bodyIn(ApiForm.COMPLETION);
            String body = completion != null ? completion : request.bodyIn(ApiForm.CHAT);
            BodyEdit asked = body == null ? null
                    : BodyEdit.forUpstream(body, request.model(), options.flag(OpenAiProvider.STREAM_USAGE));
            Exchange exchange = Exchange.events(upstream.url(completion != null ? "/completions" : "/chat/completions"),
                    headers(), asked == null ? written(request) : asked.text());
            return upstream.ask(exchange, new ChatTranslation(), delivery(asked));
        });
    }

    private static Delivery delivery(@Nullable BodyEdit asked) {
        return asked == null ? Delivery.PARTS : new Delivery(true, asked.stream(), asked.usageWanted());
    }

    private Map<String, String> headers() {
        return upstream.keyIn(options.text(OpenAiProvider.KEY_HEADER));
    }

    /** The body of a request that came in another form, or was made here. */
    private String written(ChatRequest request) {
        Unsupported.refuse(request, "openai", Set.of());
        ObjectNode json = ChatBody.of(request, options.text(OpenAiProvider.LIMIT_FIELD)).put("stream", true);
        if (options.flag(OpenAiProvider.STREAM_USAGE)) {
            json.putObject("stream_options").put("include_usage", true);
        }
        return json.toString();
    }

    @Override
    public Mono<EmbeddingAnswer> embed(EmbeddingRequest request) {
        return Mono.defer(() -> {
            String body = BodyEdit.forUpstream(request.body(), request.model(), false).text();
            return upstream.fetch(Exchange.events(upstream.url("/embeddings"), headers(), body)).map(answer -> {
                try {
                    return EmbeddingForm.passedOn(answer);
                } catch (IllegalArgumentException malformed) {
                    throw new InferenceFailure.Unavailable("upstream_malformed",
                            upstream.label() + " sent what are no embeddings: " + malformed.getMessage(), malformed);
                }
            });
        });
    }
}
