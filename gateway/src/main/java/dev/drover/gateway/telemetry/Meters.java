package dev.drover.gateway.telemetry;

import dev.drover.gateway.trace.OtelSettings;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micrometer.registry.otlp.OtlpConfig;
import io.micrometer.registry.otlp.OtlpMeterRegistry;
import io.opentelemetry.api.trace.Span;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.tracer.common.SpanContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where metrics go: always to whoever scrapes them, and over OTLP where OpenTelemetry's variables name a place.
 *
 * @param all where they are recorded
 * @param scraped what Prometheus is told; histograms of sampled requests carry their trace as an exemplar
 */
public record Meters(MeterRegistry all, PrometheusMeterRegistry scraped) implements AutoCloseable {

    /** Those that OpenTelemetry's variables ask for. */
    public static Meters of(OtelSettings settings) {
        PrometheusMeterRegistry scraped = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT,
                new PrometheusRegistry(), Clock.SYSTEM, new Exemplars());
        MeterRegistry all = scraped;
        if (settings.exports("metrics")) {
            OtlpMeterRegistry pushed = new OtlpMeterRegistry(config(settings), Clock.SYSTEM);
            pushed.config().meterFilter(Conventions.boundaries());
            all = new CompositeMeterRegistry().add(scraped).add(pushed);
        }
        scraped.config().meterFilter(Conventions.boundaries());
        if (all instanceof CompositeMeterRegistry) {
            all.config().meterFilter(Conventions.boundaries());
        }
        return new Meters(all, scraped);
    }

    private static OtlpConfig config(OtelSettings settings) {
        return new OtlpConfig() {
            @Override
            public @Nullable String get(String key) {
                return null;
            }

            @Override
            public String url() {
                return settings.metricsEndpoint();
            }

            @Override
            public Duration step() {
                return settings.metricsInterval();
            }

            @Override
            public Map<String, String> resourceAttributes() {
                Map<String, String> named = new HashMap<>(OtlpConfig.super.resourceAttributes());
                named.put("service.name", settings.service());
                return named;
            }
        };
    }

    @Override
    public void close() {
        all.close();
        scraped.close();
    }

    /** The span in whose scope something is recorded. */
    private static final class Exemplars implements SpanContext {

        @Override
        public @Nullable String getCurrentTraceId() {
            return Span.current().getSpanContext().isValid() ? Span.current().getSpanContext().getTraceId() : null;
        }

        @Override
        public @Nullable String getCurrentSpanId() {
            return Span.current().getSpanContext().isValid() ? Span.current().getSpanContext().getSpanId() : null;
        }

        @Override
        public boolean isCurrentSpanSampled() {
            return Span.current().getSpanContext().isSampled();
        }

        @Override
        public void markCurrentSpanAsExemplar() {
            // every sampled span is exported
        }
    }
}
