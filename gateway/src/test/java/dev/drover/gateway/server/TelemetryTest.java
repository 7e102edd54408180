package dev.drover.gateway.server;

import dev.drover.gateway.fixture.FakeUpstream;
import dev.drover.gateway.fixture.TestGateway;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

import static org.assertj.core.api.Assertions.assertThat;

class TelemetryTest {

    private static final String ENDPOINT = "management.opentelemetry.tracing.export.otlp.endpoint";

    @TempDir
    Path folder;

    @Test
    void tracesReachACollectorAndTheUpstreamIsToldOfThem() throws Exception {
        Queue<String> exported = new ConcurrentLinkedQueue<>();
        DisposableServer collector = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .route(routes -> routes.post("/v1/traces",
                        (request, response) -> request.receive()
                                .aggregate()
                                .asByteArray()
                                .doOnNext(bytes -> exported.add(new String(bytes, StandardCharsets.ISO_8859_1)))
                                .then(response.send())))
                .bindNow();
        System.setProperty(ENDPOINT, "http://127.0.0.1:" + collector.port() + "/v1/traces");
        System.setProperty("management.tracing.sampling.probability", "1.0");
        try (FakeUpstream upstream = new FakeUpstream()) {
            TestGateway.local(folder, "small", "It is 95.");
            TestGateway.remote(folder, "good", "{}", upstream.deployment("good", 0));
            TestGateway gateway = TestGateway.over(folder);
            gateway.ask("small", true, "a secret prompt");
            gateway.ask("good", true, "a secret prompt");
            gateway.close();

            System.out.println(upstream.traceparents + " " + exported.size());
            assertThat(upstream.traceparents).hasSize(1).allMatch(parent -> parent.startsWith("00-"));
            String spans = String.join("", exported);
            assertThat(spans).contains("chat small")
                    .contains("chat good")
                    .contains("gen_ai.request.model")
                    .contains("gen_ai.usage.output_tokens")
                    .contains("gen_ai.response.time_to_first_chunk")
                    .contains("http post")
                    .doesNotContain("secret");
        } finally {
            System.clearProperty(ENDPOINT);
            System.clearProperty("management.tracing.sampling.probability");
            collector.disposeNow();
        }
    }

    @Test
    void metricsCountRequestsTokensAndTimesByConfiguredNamesAlone() {
        TestGateway.local(folder, "small", "It is 95.");
        try (TestGateway gateway = TestGateway.over(folder)) {
            gateway.ask("small", true, "Hi");
            for (int i = 0; i < 20; i++) {
                gateway.ask("unknown-" + i, false, "Hi");
            }
            String metrics = gateway.get(gateway.adminUrl() + "/metrics").body();

            assertThat(metrics)
                    .contains("drover_requests_total{cache=\"none\",model=\"small\",outcome=\"completed\","
                            + "policy=\"none\"} 1.0")
                    .contains("drover_requests_total{cache=\"none\",model=\"none\",outcome=\"model_not_found\"")
                    .contains("gen_ai_client_token_usage_tokens_sum{gen_ai_request_model=\"small\","
                            + "gen_ai_token_type=\"output\"} 10.0")
                    .contains("gen_ai_client_operation_duration_seconds_count")
                    .contains("gen_ai_client_operation_time_to_first_chunk_seconds_count")
                    .contains("jvm_memory_used_bytes")
                    .doesNotContain("unknown-");
        }
    }
}
