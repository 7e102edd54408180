package dev.drover.gateway.server;

import dev.drover.gateway.ChatPipeline;
import java.util.Map;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** What the gateway answers, path by path. */
final class Routes {

    static final String PATHS = "/v1/chat/completions, /v1/models, /v1/models/{id}, /health/live, /health/ready";

    private Routes() {}

    static RouterFunction<ServerResponse> of(ChatPipeline pipeline, Readiness readiness) {
        ChatHandler chat = new ChatHandler(pipeline, readiness);
        ModelsHandler models = new ModelsHandler(pipeline);
        return Http.path("/v1/chat/completions", Map.of(HttpMethod.POST, chat::complete))
                .and(Http.path("/v1/models", Map.of(HttpMethod.GET, models::list)))
                .and(Http.path("/v1/models/{*id}", Map.of(HttpMethod.GET, models::one)))
                .and(Http.path("/health/live", Map.of(HttpMethod.GET, request -> health("live", true))))
                .and(Http.path("/health/ready", Map.of(HttpMethod.GET, request -> ready(readiness))));
    }

    private static Mono<ServerResponse> ready(Readiness readiness) {
        String refusal = readiness.refusal();
        return health(refusal == null ? "ready" : refusal, refusal == null);
    }

    private static Mono<ServerResponse> health(String status, boolean well) {
        return Http.json(well ? 200 : 503, "{\"status\":\"" + status + "\"}");
    }
}
