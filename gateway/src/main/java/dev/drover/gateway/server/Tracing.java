package dev.drover.gateway.server;

import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpTracingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** OpenTelemetry's traces, which are made only where they can be sent: an exporter without a collector delays every stop. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("management.opentelemetry.tracing.export.otlp.endpoint")
@ImportAutoConfiguration({OpenTelemetrySdkAutoConfiguration.class, OpenTelemetryTracingAutoConfiguration.class,
        OtlpTracingAutoConfiguration.class, MicrometerTracingAutoConfiguration.class})
class Tracing {

    @Bean
    TraceFlush traceFlush(SdkTracerProvider provider) {
        return new TraceFlush(provider);
    }

    /** Where traces go by OpenTelemetry's own variables; empty for nowhere. */
    static String endpoint(Function<String, @Nullable String> environment) {
        String traces = environment.apply("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT");
        if (traces != null && !traces.isBlank()) {
            return traces;
        }
        String all = environment.apply("OTEL_EXPORTER_OTLP_ENDPOINT");
        return all == null || all.isBlank() ? ""
                : (all.endsWith("/") ? all.substring(0, all.length() - 1) : all) + "/v1/traces";
    }
}
