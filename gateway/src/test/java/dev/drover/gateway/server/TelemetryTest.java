package dev.drover.gateway.server;

import com.sun.net.httpserver.HttpServer;
import dev.drover.gateway.fixture.FakeUpstream;
import dev.drover.gateway.fixture.TestGateway;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class TelemetryTest {

    private static final String ENDPOINT = "management.opentelemetry.tracing.export.otlp.endpoint";

    @TempDir
    Path folder;

    @Test
    void tracesReachACollectorAndTheUpstreamIsToldOfThem() throws Exception {
        Queue<String> exported = new ConcurrentLinkedQueue<>();
        HttpServer collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/v1/traces", exchange -> {
            exported.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
        System.setProperty(ENDPOINT, "http://127.0.0.1:" + collector.getAddress().getPort() + "/v1/traces");
        System.setProperty("management.tracing.sampling.probability", "1.0");
        try (FakeUpstream upstream = new FakeUpstream()) {
            TestGateway.local(folder, "small", "It is 95.");
            TestGateway.remote(folder, "good", "{}", upstream.deployment("good", 0));
            TestGateway gateway = TestGateway.over(folder);
            gateway.ask("small", true, "a secret prompt");
            gateway.ask("good", true, "a secret prompt");
            gateway.close();

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
            collector.stop(0);
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
