package dev.drover.gateway.server;

import dev.drover.gateway.fixture.Exposition;
import dev.drover.gateway.fixture.FakeUpstream;
import dev.drover.gateway.fixture.OtelCollector;
import dev.drover.gateway.fixture.TestGateway;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.trace.v1.Span;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class TelemetryTest {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String PARENT = "b7ad6b7169203331";
    private static final String BODY = "{\"model\":\"%s\",\"stream\":true,\"temperature\":0,\"max_tokens\":50,"
            + "\"messages\":[{\"role\":\"user\",\"content\":\"a secret prompt\"}]}";

    @TempDir
    Path folder;

    private static void ask(TestGateway gateway, String model, String flags) {
        gateway.send(gateway.chat(BODY.formatted(model))
                .header("traceparent", "00-" + TRACE + "-" + PARENT + "-" + flags)
                .build());
    }

    private static String hex(com.google.protobuf.ByteString bytes) {
        return HexFormat.of().formatHex(bytes.toByteArray());
    }

    @Test
    void aRequestIsOneTraceFromItsCallerToItsUpstreams() {
        try (OtelCollector collector = new OtelCollector(); FakeUpstream upstream = new FakeUpstream()) {
            TestGateway.remote(folder, "good", "{}", upstream.deployment("errorfirst", 0),
                    upstream.deployment("good", 1));
            TestGateway.auto(folder, "route: {strategy: first, candidates: [good]}\ncache: {exact: {ttl: 1m}}\n");
            TestGateway gateway = TestGateway.over(folder);
            ask(gateway, "auto", "01");
            ask(gateway, "auto", "01");
            gateway.close();

            Span server = collector.named("POST /v1/chat/completions").getFirst();
            assertThat(collector.spans).allMatch(span -> hex(span.getTraceId()).equals(TRACE));
            assertThat(hex(server.getParentSpanId())).isEqualTo(PARENT);
            assertThat(server.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_SERVER);
            assertThat(OtelCollector.attributes(server)).containsEntry("http.route", "/v1/chat/completions")
                    .containsEntry("http.response.status_code", 200L)
                    .containsEntry("drover.policy", "default")
                    .containsEntry("drover.cache", "miss")
                    .containsEntry("drover.attempts", 2L);

            List<Span> attempts = collector.named("chat up");
            assertThat(attempts).hasSize(2)
                    .allMatch(span -> span.getParentSpanId().equals(server.getSpanId()))
                    .allMatch(span -> span.getKind() == Span.SpanKind.SPAN_KIND_CLIENT);
            assertThat(upstream.traceparents).containsExactlyElementsOf(
                    attempts.stream().map(span -> "00-" + TRACE + "-" + hex(span.getSpanId()) + "-01").toList());
            assertThat(OtelCollector.attributes(attempts.getFirst())).containsEntry("error.type", "upstream_error")
                    .containsEntry("drover.attempt.reason", "first");
            assertThat(attempts.getFirst().getStatus().getCodeValue()).isEqualTo(2);
            assertThat(OtelCollector.attributes(attempts.get(1))).containsEntry("gen_ai.operation.name", "chat")
                    .containsEntry("gen_ai.provider.name", "openai")
                    .containsEntry("gen_ai.request.model", "up")
                    .containsEntry("gen_ai.request.max_tokens", 50L)
                    .containsEntry("gen_ai.request.temperature", 0.0)
                    .containsEntry("gen_ai.request.stream", true)
                    .containsEntry("gen_ai.response.model", "up")
                    .containsEntry("gen_ai.response.id", "up-1")
                    .containsEntry("gen_ai.response.finish_reasons", List.of("stop"))
                    .containsEntry("gen_ai.usage.input_tokens", 5L)
                    .containsEntry("gen_ai.usage.output_tokens", 2L)
                    .containsEntry("gen_ai.usage.cache_read.input_tokens", 0L)
                    .containsEntry("server.address", "127.0.0.1")
                    .containsEntry("drover.attempt.reason", "fail_over")
                    .containsKeys("server.port", "gen_ai.response.time_to_first_chunk")
                    .doesNotContainKey("error.type");
            assertThat(collector.named("cache lookup")
                    .stream()
                    .map(span -> OtelCollector.attributes(span).get("drover.cache.result")))
                    .containsExactly("miss", "hit");
            assertThat(OtelCollector.told(collector.resources.element().getAttributesList()))
                    .containsEntry("service.name", "drover");
            assertThat(collector.spans.toString()).doesNotContain("secret");
        }
    }

    @Test
    void whatTheCallerDoesNotSampleIsNotExportedAndStillHandedOn() {
        try (OtelCollector collector = new OtelCollector(); FakeUpstream upstream = new FakeUpstream()) {
            TestGateway.remote(folder, "good", "{}", upstream.deployment("good", 0));
            TestGateway gateway = TestGateway.over(folder);
            ask(gateway, "good", "00");
            gateway.close();
            assertThat(collector.spans).isEmpty();
            assertThat(upstream.traceparents).singleElement().asString().startsWith("00-" + TRACE).endsWith("-00");
        }
    }

    @Test
    void withoutACollectorTracesOfOthersPassThrough() {
        try (FakeUpstream upstream = new FakeUpstream()) {
            TestGateway.remote(folder, "good", "{}", upstream.deployment("good", 0));
            try (TestGateway gateway = TestGateway.over(folder)) {
                ask(gateway, "good", "01");
                gateway.ask("good", true, "Hi");
            }
            assertThat(upstream.traceparents).containsExactly("00-" + TRACE + "-" + PARENT + "-01");
        }
    }

    @Test
    void modelsOfThisProcessAreSpansOfTheEngineAndMetricsReachTheCollector() {
        try (OtelCollector collector = new OtelCollector()) {
            TestGateway.local(folder, "small", "It is 95.");
            TestGateway gateway = TestGateway.over(folder);
            ask(gateway, "small", "01");
            gateway.close();

            Span engine = collector.named("chat small").getLast();
            assertThat(engine.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_INTERNAL);
            assertThat(OtelCollector.attributes(engine)).containsEntry("gen_ai.provider.name", "drover")
                    .containsEntry("gen_ai.usage.output_tokens", 10L)
                    .containsEntry("gen_ai.response.finish_reasons", List.of("stop"));
            Set<String> exported = collector.metrics.stream().map(Metric::getName).collect(Collectors.toSet());
            assertThat(exported).contains("gen_ai.server.request.duration", "gen_ai.server.time_to_first_token",
                    "gen_ai.client.token.usage", "drover.requests", "http.server.request.duration");
        }
    }

    @Test
    void metricsFollowTheConventionsAndNameWhatIsConfiguredAlone() {
        try (FakeUpstream upstream = new FakeUpstream()) {
            TestGateway.local(folder, "small", "It is 95.");
            TestGateway.remote(folder, "good", "{}", upstream.deployment("errorfirst", 0),
                    upstream.deployment("good", 1));
            TestGateway.write(folder, "wild.yaml", """
                    apiVersion: drover.dev/v1
                    kind: Model
                    metadata: {name: wild}
                    spec: {aliases: ["wild-*"], deployments: [%s]}
                    """.formatted(upstream.deployment("good", 0).replace("model: up", "model: \"*\"")));
            try (TestGateway gateway = TestGateway.over(folder)) {
                gateway.ask("small", true, "Hi");
                gateway.ask("good", true, "Hi");
                for (int i = 0; i < 20; i++) {
                    gateway.ask("unknown-" + i, false, "Hi");
                    gateway.ask("wild-" + i, true, "Hi");
                    gateway.get(gateway.url() + "/v1/models/none-" + i);
                    gateway.get(gateway.url() + "/nowhere-" + i);
                    gateway.send(HttpRequest.newBuilder(URI.create(gateway.url() + "/v1/models"))
                            .method("ODD" + i, HttpRequest.BodyPublishers.noBody())
                            .build());
                }
                String text = gateway.get(gateway.adminUrl() + "/metrics").body();
                Exposition metrics = new Exposition(text);

                assertThat(metrics.problems).isEmpty();
                assertThat(text).doesNotContain("unknown-", "wild-", "none-", "nowhere", "ODD");
                assertThat(metrics.sum("drover_requests_total", "model=small", "outcome=completed")).isEqualTo(1);
                assertThat(metrics.sum("drover_requests_total", "outcome=model_not_found")).isEqualTo(20);
                assertThat(metrics.sum("gen_ai_client_token_usage_sum", "gen_ai_request_model=small",
                        "gen_ai_token_type=output")).isEqualTo(10);
                assertThat(metrics.sum("gen_ai_client_token_usage_sum", "gen_ai_request_model=up",
                        "gen_ai_token_type=input")).isEqualTo(5);
                assertThat(metrics.sum("gen_ai_client_operation_duration_seconds_count", "error_type=upstream_error"))
                        .isEqualTo(1);
                assertThat(metrics.sum("gen_ai_client_operation_duration_seconds_count", "drover_model=wild"))
                        .isEqualTo(20);
                assertThat(metrics.sum("gen_ai_client_operation_time_per_output_chunk_seconds_count")).isPositive();
                assertThat(metrics.sum("drover_attempts_total", "reason=fail_over", "outcome=completed")).isEqualTo(1);
                assertThat(metrics.sum("http_server_request_duration_seconds_count", "http_route=other")).isPositive();
                assertThat(metrics.sum("resilience4j_circuitbreaker_state", "state=closed")).isPositive();
                assertThat(metrics.bounds("gen_ai_client_operation_duration_seconds")).startsWith(0.01, 0.02, 0.04)
                        .endsWith(40.96, 81.92, Double.POSITIVE_INFINITY);
                assertThat(metrics.bounds("gen_ai_server_time_to_first_token_seconds")).startsWith(0.001, 0.005)
                        .endsWith(7.5, 10.0, Double.POSITIVE_INFINITY);
                assertThat(metrics.bounds("gen_ai_client_token_usage")).startsWith(1.0, 4.0)
                        .endsWith(67_108_864.0, Double.POSITIVE_INFINITY);
            }
        }
    }

    @Test
    void openMetricsCarryTheTraceOfASampledRequestAsAnExemplar() {
        try (OtelCollector collector = new OtelCollector()) {
            TestGateway.local(folder, "small", "It is 95.");
            try (TestGateway gateway = TestGateway.over(folder)) {
                ask(gateway, "small", "01");
                String metrics = gateway.send(HttpRequest.newBuilder(URI.create(gateway.adminUrl() + "/metrics"))
                        .header("Accept", "application/openmetrics-text")
                        .build()).body();
                assertThat(metrics).endsWith("# EOF\n").contains("trace_id=\"" + TRACE + "\"");
            }
            assertThat(Map.copyOf(OtelCollector.attributes(collector.spans.element()))).isNotEmpty();
        }
    }
}
