package dev.drover.gateway.server;

import dev.drover.gateway.ChatPipeline;
import dev.drover.gateway.decision.Decision;
import dev.drover.gateway.roster.Replay;
import dev.drover.gateway.wire.Json;
import dev.drover.inference.InferenceFailure.Rejected;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** What operators are told on the admin port: metrics for Prometheus, and the decision behind an answer. */
final class AdminRoutes {

    static final String PATHS = "/metrics, /admin/decisions, /admin/decisions/{id}, /admin/decisions/{id}/replay, "
            + "/admin/answers";

    private static final MediaType PROMETHEUS = MediaType.parseMediaType("text/plain;version=0.0.4;charset=utf-8");

    private static final MediaType OPEN_METRICS = MediaType
            .parseMediaType("application/openmetrics-text;version=1.0.0;charset=utf-8");

    private final ChatPipeline pipeline;
    private final PrometheusMeterRegistry meters;

    AdminRoutes(ChatPipeline pipeline, PrometheusMeterRegistry meters) {
        this.pipeline = pipeline;
        this.meters = meters;
    }

    RouterFunction<ServerResponse> routes() {
        return Http.path("/metrics", Map.of(HttpMethod.GET, this::metrics))
                .and(Http.path("/admin/decisions", Map.of(HttpMethod.GET, this::decisions)))
                .and(Http.path("/admin/decisions/{id}", Map.of(HttpMethod.GET, this::decision)))
                .and(Http.path("/admin/decisions/{id}/replay", Map.of(HttpMethod.GET, this::replay)))
                .and(Http.path("/admin/answers", Map.of(HttpMethod.DELETE, this::purge)));
    }

    /** All metrics, in OpenMetrics' form for those who ask for it, with exemplars. */
    private Mono<ServerResponse> metrics(ServerRequest request) {
        admit(request);
        String accepted = String.join(",", request.headers().header(HttpHeaders.ACCEPT));
        MediaType type = accepted.contains(OPEN_METRICS.getSubtype()) ? OPEN_METRICS : PROMETHEUS;
        return Http.text(200, type, meters.scrape(type.toString()));
    }

    private Mono<ServerResponse> decision(ServerRequest request) {
        admit(request);
        return Http.json(200, Json.mapper().writeValueAsString(found(request).whole()));
    }

    /** What the policies in force now would decide. */
    private Mono<ServerResponse> replay(ServerRequest request) {
        admit(request);
        return Http.json(200, Json.mapper().writeValueAsString(Replay.of(found(request), pipeline.roster().get())));
    }

    private Decision found(ServerRequest request) {
        String id = request.pathVariable("id");
        return pipeline.decisions()
                .find(id)
                .orElseThrow(() -> new Rejected(404, "decision_not_found", null,
                        "decision: " + id + " (expected: the x-drover-decision of an answer of the last hour)"));
    }

    /** The latest decisions, without what explains them. */
    private Mono<ServerResponse> decisions(ServerRequest request) {
        admit(request);
        DecisionFilter filter = DecisionFilter.of(request.queryParams().toSingleValueMap());
        List<Map<String, Object>> told = pipeline.decisions()
                .latest(filter, filter.limit())
                .stream()
                .map(Decision::brief)
                .toList();
        return Http.json(200, Json.mapper().writeValueAsString(Map.of("decisions", told)));
    }

    /** Forgets kept answers: all, or those that the policy named by {@code policy} governed. */
    private Mono<ServerResponse> purge(ServerRequest request) {
        admit(request);
        String policy = request.queryParam("policy").orElse(null);
        if (policy != null && pipeline.roster()
                .get()
                .policies()
                .policies()
                .stream()
                .noneMatch(known -> known.name().equals(policy))) {
            throw new Rejected(404, "policy_not_found", "policy",
                    "policy: " + policy + " (expected: the name of a policy in force, or none for all answers)");
        }
        return pipeline.answers().purge(policy).flatMap(count -> Http.json(200, "{\"purged\":" + count + "}"));
    }

    private void admit(ServerRequest request) {
        pipeline.gate()
                .admitAdmin(request.headers().firstHeader(HttpHeaders.HOST),
                        request.headers().firstHeader(HttpHeaders.AUTHORIZATION));
    }
}
