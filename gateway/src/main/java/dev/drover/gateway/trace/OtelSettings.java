package dev.drover.gateway.trace;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What OpenTelemetry's standard variables say, as far as it is asked here: whether and where signals are exported, and
 * which version of the conventions is wanted.
 *
 * @param variable the value of an environment variable; null when it is not set
 */
public record OtelSettings(Source variable) {

    /** What the gateway is called where nobody says otherwise. */
    public static final String SERVICE = "drover";

    private static final String NEWER = "gen_ai_latest_experimental";

    /** Where variables are looked up. */
    @FunctionalInterface
    public interface Source {

        /** The value of a variable; null when it is not set. */
        @Nullable
        String value(String name);
    }

    /** Those of this process: a system property such as {@code otel.service.name} goes before its variable. */
    public static OtelSettings ofProcess() {
        return new OtelSettings(name -> {
            String given = System.getProperty(name.toLowerCase(Locale.ROOT).replace('_', '.'));
            return given == null ? System.getenv(name) : given;
        });
    }

    private Optional<String> text(String name) {
        return Optional.ofNullable(variable.value(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    /**
     * Whether a signal is exported: when its exporter is {@code otlp}, or when none is named and an endpoint is. An
     * exporter without a collector would delay every stop.
     *
     * @param signal {@code traces} or {@code metrics}
     */
    public boolean exports(String signal) {
        String upper = signal.toUpperCase(Locale.ROOT);
        if (text("OTEL_SDK_DISABLED").filter("true"::equalsIgnoreCase).isPresent()) {
            return false;
        }
        return text("OTEL_" + upper + "_EXPORTER").map("otlp"::equals)
                .orElseGet(() -> text("OTEL_EXPORTER_OTLP_" + upper + "_ENDPOINT").isPresent()
                        || text("OTEL_EXPORTER_OTLP_ENDPOINT").isPresent());
    }

    /** Where metrics are exported to. */
    public String metricsEndpoint() {
        return text("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT").orElseGet(() -> {
            String all = text("OTEL_EXPORTER_OTLP_ENDPOINT").orElse("http://localhost:4318");
            return (all.endsWith("/") ? all.substring(0, all.length() - 1) : all) + "/v1/metrics";
        });
    }

    /**
     * How often metrics are exported: each minute, unless {@code OTEL_METRIC_EXPORT_INTERVAL} says how many milliseconds.
     *
     * @throws IllegalArgumentException when it does not say so
     */
    public Duration metricsInterval() {
        String millis = text("OTEL_METRIC_EXPORT_INTERVAL").orElse("60000");
        if (!millis.matches("[1-9]\\d{0,8}")) {
            throw new IllegalArgumentException(
                    "OTEL_METRIC_EXPORT_INTERVAL: " + millis + " (expected: milliseconds, such as 60000)");
        }
        return Duration.ofMillis(Long.parseLong(millis));
    }

    /** What the gateway is called. */
    public String service() {
        return text("OTEL_SERVICE_NAME").orElse(SERVICE);
    }

    /** Whether the newer names of the conventions for generative models are wanted. */
    public boolean newerNames() {
        return text("OTEL_SEMCONV_STABILITY_OPT_IN").stream()
                .flatMap(list -> Arrays.stream(list.split(",")))
                .anyMatch(each -> each.strip().equals(NEWER));
    }
}
