package dev.drover.gateway.server;

import dev.drover.gateway.ChatPipeline;
import dev.drover.gateway.response.ResponseStore;
import dev.drover.gateway.wire.ChatDialect;
import dev.drover.gateway.wire.Dialect;
import dev.drover.gateway.wire.completion.CompletionDialect;
import dev.drover.gateway.wire.messages.MessagesDialect;
import java.util.Map;
import java.util.Set;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** What the gateway answers, path by path. */
final class Routes {

    static final String PATHS = "/v1/chat/completions, /v1/completions, /v1/embeddings, /v1/messages, "
            + "/v1/messages/count_tokens, /v1/responses, /v1/responses/input_tokens, /v1/responses/{id}, /v1/responses/{id}/input_items, /v1/models, "
            + "/v1/models/{id}, /health/startup, /health/live, /health/ready";
    static final String HEALTH = "/health/";

    private static final String MESSAGES = "/v1/messages";
    private static final Set<String> FIXED = Set.of("/v1/chat/completions", "/v1/completions", "/v1/embeddings",
            MESSAGES, MESSAGES + "/count_tokens", "/v1/responses", "/v1/responses/input_tokens", "/v1/models");
    private static final Dialect CHAT = new ChatDialect();
    private static final Dialect ANTHROPIC = new MessagesDialect();

    private Routes() {}

    static RouterFunction<ServerResponse> of(ChatPipeline pipeline, Readiness readiness, ResponseStore store) {
        ResponsesHandler responses = new ResponsesHandler(pipeline, readiness, store);
        ChatHandler chat = new ChatHandler(pipeline, readiness, CHAT);
        ChatHandler completions = new ChatHandler(pipeline, readiness, new CompletionDialect());
        ChatHandler messages = new ChatHandler(pipeline, readiness, ANTHROPIC);
        EmbeddingHandler embeddings = new EmbeddingHandler(pipeline, readiness);
        ModelsHandler models = new ModelsHandler(pipeline);
        return Http.path("/v1/chat/completions", Map.of(HttpMethod.POST, chat::complete))
                .and(Http.path("/v1/completions", Map.of(HttpMethod.POST, completions::complete)))
                .and(Http.path("/v1/embeddings", Map.of(HttpMethod.POST, embeddings::embed)))
                .and(Http.path(MESSAGES, Map.of(HttpMethod.POST, messages::complete)))
                .and(Http.path(MESSAGES + "/count_tokens", Map.of(HttpMethod.POST, messages::countTokens)))
                .and(Http.path("/v1/responses", Map.of(HttpMethod.POST, responses::create)))
                .and(Http.path("/v1/responses/input_tokens", Map.of(HttpMethod.POST, responses::countTokens)))
                .and(Http.path("/v1/responses/{id}",
                        Map.of(HttpMethod.GET, responses::one, HttpMethod.DELETE, responses::forget)))
                .and(Http.path("/v1/responses/{id}/input_items", Map.of(HttpMethod.GET, responses::input)))
                .and(Http.path("/v1/models", Map.of(HttpMethod.GET, models::list)))
                .and(Http.path("/v1/models/{*id}", Map.of(HttpMethod.GET, models::one)))
                .and(Http.path("/health/startup", Map.of(HttpMethod.GET, request -> started(readiness))))
                .and(Http.path("/health/live", Map.of(HttpMethod.GET, request -> health("live", true))))
                .and(Http.path("/health/ready", Map.of(HttpMethod.GET, request -> ready(readiness))));
    }

    /** The pattern of a path, one of few whatever is asked for. */
    static String pattern(String path) {
        if (FIXED.contains(path)) {
            return path;
        }
        String[] parts = path.split("/", -1);
        boolean first = path.startsWith("/v1/") && parts.length > 3;
        return first && parts[2].equals("models") ? "/v1/models/{id}"
                : first && parts[2].equals("responses") && parts.length == 4 ? "/v1/responses/{id}"
                        : first && parts[2].equals("responses") && path.endsWith("/input_items")
                                ? "/v1/responses/{id}/input_items"
                                : "other";
    }

    /** The form in which a path's callers understand errors. */
    static Dialect dialect(String path) {
        return path.equals(MESSAGES) || path.startsWith(MESSAGES + "/") ? ANTHROPIC : CHAT;
    }

    /** Whether the models have ever been warm; true from then on. */
    private static Mono<ServerResponse> started(Readiness readiness) {
        boolean started = readiness.started();
        return health(started ? "started" : "the models are being loaded", started);
    }

    private static Mono<ServerResponse> ready(Readiness readiness) {
        String refusal = readiness.refusal();
        return health(refusal == null ? "ready" : refusal, refusal == null);
    }

    private static Mono<ServerResponse> health(String status, boolean well) {
        return Http.json(well ? 200 : 503, "{\"status\":\"" + status + "\"}");
    }
}
