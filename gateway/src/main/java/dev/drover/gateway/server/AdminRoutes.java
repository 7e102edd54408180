package dev.drover.gateway.server;

import dev.drover.gateway.access.Gate;
import dev.drover.gateway.decision.Decision;
import dev.drover.gateway.decision.Decisions;
import dev.drover.gateway.wire.Json;
import dev.drover.inference.InferenceFailure.Rejected;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
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

    static final String PATHS = "/metrics, /admin/decisions/{id}";

    private static final MediaType PROMETHEUS = MediaType.parseMediaType("text/plain;version=0.0.4;charset=utf-8");

    private final Gate gate;
    private final Decisions decisions;
    private final PrometheusMeterRegistry meters;

    AdminRoutes(Gate gate, Decisions decisions, PrometheusMeterRegistry meters) {
        this.gate = gate;
        this.decisions = decisions;
        this.meters = meters;
    }

    RouterFunction<ServerResponse> routes() {
        return Http.path("/metrics", Map.of(HttpMethod.GET, this::metrics))
                .and(Http.path("/admin/decisions/{id}", Map.of(HttpMethod.GET, this::decision)));
    }

    private Mono<ServerResponse> metrics(ServerRequest request) {
        admit(request);
        return Http.text(200, PROMETHEUS, meters.scrape());
    }

    private Mono<ServerResponse> decision(ServerRequest request) {
        admit(request);
        String id = request.pathVariable("id");
        Decision decision = decisions.find(id)
                .orElseThrow(() -> new Rejected(404, "decision_not_found", null,
                        "decision: " + id + " (expected: the x-drover-decision of an answer of the last hour)"));
        return Http.json(200, Json.mapper().writeValueAsString(decision.whole()));
    }

    private void admit(ServerRequest request) {
        gate.admitAdmin(request.headers().firstHeader(HttpHeaders.HOST),
                request.headers().firstHeader(HttpHeaders.AUTHORIZATION));
    }
}
