package dev.drover.gateway.trace;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class OtelSettingsTest {

    private static OtelSettings settings(String variables) {
        Map<String, String> given = Arrays.stream(variables.split(" "))
                .filter(each -> each.contains("="))
                .map(each -> each.split("=", 2))
                .collect(Collectors.toMap(each -> "OTEL_" + each[0], each -> each[1]));
        return new OtelSettings(given::get);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            NONE                                                                 | false | false
            EXPORTER_OTLP_ENDPOINT=http://c:4318                                 | true  | true
            EXPORTER_OTLP_ENDPOINT=                                              | false | false
            EXPORTER_OTLP_TRACES_ENDPOINT=http://c:4318/v1/traces                | true  | false
            EXPORTER_OTLP_METRICS_ENDPOINT=http://c/v1/metrics                   | false | true
            EXPORTER_OTLP_ENDPOINT=http://c:4318 TRACES_EXPORTER=none            | false | true
            EXPORTER_OTLP_ENDPOINT=http://c:4318 METRICS_EXPORTER=none           | true  | false
            TRACES_EXPORTER=otlp                                                 | true  | false
            EXPORTER_OTLP_ENDPOINT=http://c:4318 SDK_DISABLED=true               | false | false
            """)
    void signalsAreExportedWhereTheVariablesNameAPlace(String variables, boolean traces, boolean metrics) {
        assertThat(settings(variables).exports("traces")).isEqualTo(traces);
        assertThat(settings(variables).exports("metrics")).isEqualTo(metrics);
    }

    @Test
    void placesAndNamesAreTheVariables() {
        assertThat(settings("EXPORTER_OTLP_ENDPOINT=http://c:4318/").metricsEndpoint())
                .isEqualTo("http://c:4318/v1/metrics");
        assertThat(
                settings("EXPORTER_OTLP_ENDPOINT=http://c EXPORTER_OTLP_METRICS_ENDPOINT=http://m/x").metricsEndpoint())
                .isEqualTo("http://m/x");
        assertThat(settings("SERVICE_NAME=edge").service()).isEqualTo("edge");
        assertThat(settings("").service()).isEqualTo("drover");
        assertThat(settings("SEMCONV_STABILITY_OPT_IN=http,gen_ai_latest_experimental").newerNames()).isTrue();
        assertThat(settings("SEMCONV_STABILITY_OPT_IN=http").newerNames()).isFalse();
    }
}
