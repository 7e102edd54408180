package dev.drover.gateway.trace;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Makes spans. Safe for use by many threads. */
public final class Traces implements AutoCloseable {

    /** Makes none, and lets those of others pass. */
    public static final Traces NONE = new Traces(OpenTelemetry.noop(), () -> {
        // nothing to end
    });

    private static final String SCOPE = "dev.drover";
    private static final long PATIENCE_SECONDS = 5;

    private final Tracer tracer;
    private final Runnable end;

    private Traces(OpenTelemetry telemetry, Runnable end) {
        this.tracer = telemetry.getTracer(SCOPE);
        this.end = end;
    }

    /** Makes spans with what somebody else configured, and closes it at the end. */
    public static Traces of(OpenTelemetrySdk sdk) {
        return new Traces(sdk, () -> sdk.getSdkTracerProvider().shutdown().join(PATIENCE_SECONDS, TimeUnit.SECONDS));
    }

    /**
     * Makes spans as OpenTelemetry's variables say: {@code OTEL_EXPORTER_OTLP_ENDPOINT} and those beside it,
     * {@code OTEL_TRACES_SAMPLER}, {@code OTEL_SERVICE_NAME}, {@code OTEL_RESOURCE_ATTRIBUTES} and so on; none where they
     * name no place to send spans to. Every variable may also be a system property ({@code otel.service.name}).
     *
     * @throws IllegalArgumentException when the variables are wrong
     */
    public static Traces configured(OtelSettings settings) {
        if (!settings.exports("traces")) {
            return NONE;
        }
        try {
            return of(AutoConfiguredOpenTelemetrySdk.builder()
                    .disableShutdownHook()
                    .addPropertiesSupplier(() -> Map.of("otel.service.name", OtelSettings.SERVICE,
                            "otel.exporter.otlp.protocol", "http/protobuf"))
                    .addPropertiesCustomizer(
                            given -> Map.of("otel.metrics.exporter", "none", "otel.logs.exporter", "none"))
                    .build()
                    .getOpenTelemetrySdk());
        } catch (ConfigurationException wrong) {
            throw new IllegalArgumentException("OpenTelemetry's variables: " + wrong.getMessage()
                    + " (expected: as its documentation says, or OTEL_SDK_DISABLED=true)", wrong);
        }
    }

    /** Begins a span. */
    public Span begin(String name, SpanKind kind, Context parent) {
        return tracer.spanBuilder(name).setSpanKind(kind).setParent(parent).startSpan();
    }

    /** Sends the last spans, for which it waits some seconds. */
    @Override
    public void close() {
        end.run();
    }
}
