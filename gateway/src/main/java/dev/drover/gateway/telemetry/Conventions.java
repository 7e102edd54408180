package dev.drover.gateway.telemetry;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.opentelemetry.api.common.AttributeKey;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

import static java.util.Map.entry;

/**
 * OpenTelemetry's semantic conventions, as far as they are used here: those for generative models as of version 1.41, and
 * those for HTTP; names of attributes and metrics, and the boundaries of histograms.
 */
final class Conventions {

    static final AttributeKey<String> OPERATION = AttributeKey.stringKey("gen_ai.operation.name");
    static final AttributeKey<String> PROVIDER = AttributeKey.stringKey("gen_ai.provider.name");
    static final AttributeKey<String> REQUEST_MODEL = AttributeKey.stringKey("gen_ai.request.model");
    static final AttributeKey<Long> MAX_TOKENS = AttributeKey.longKey("gen_ai.request.max_tokens");
    static final AttributeKey<Long> SEED = AttributeKey.longKey("gen_ai.request.seed");
    static final AttributeKey<Long> CHOICES = AttributeKey.longKey("gen_ai.request.choice.count");
    static final AttributeKey<Double> TEMPERATURE = AttributeKey.doubleKey("gen_ai.request.temperature");
    static final AttributeKey<Double> TOP_P = AttributeKey.doubleKey("gen_ai.request.top_p");
    static final AttributeKey<Double> TOP_K = AttributeKey.doubleKey("gen_ai.request.top_k");
    static final AttributeKey<Double> FREQUENCY_PENALTY = AttributeKey.doubleKey("gen_ai.request.frequency_penalty");
    static final AttributeKey<Double> PRESENCE_PENALTY = AttributeKey.doubleKey("gen_ai.request.presence_penalty");
    static final AttributeKey<Boolean> STREAM = AttributeKey.booleanKey("gen_ai.request.stream");
    static final AttributeKey<String> RESPONSE_MODEL = AttributeKey.stringKey("gen_ai.response.model");
    static final AttributeKey<String> RESPONSE_ID = AttributeKey.stringKey("gen_ai.response.id");
    static final AttributeKey<List<String>> FINISH_REASONS = AttributeKey
            .stringArrayKey("gen_ai.response.finish_reasons");
    static final AttributeKey<Double> FIRST_CHUNK = AttributeKey.doubleKey("gen_ai.response.time_to_first_chunk");
    static final AttributeKey<Long> INPUT_TOKENS = AttributeKey.longKey("gen_ai.usage.input_tokens");
    static final AttributeKey<Long> OUTPUT_TOKENS = AttributeKey.longKey("gen_ai.usage.output_tokens");
    static final AttributeKey<Long> CACHE_READ_TOKENS = AttributeKey.longKey("gen_ai.usage.cache_read.input_tokens");
    static final AttributeKey<Long> CACHE_WRITTEN_TOKENS = AttributeKey
            .longKey("gen_ai.usage.cache_creation.input_tokens");
    static final AttributeKey<Long> REASONING_TOKENS = AttributeKey.longKey("gen_ai.usage.reasoning.output_tokens");
    static final AttributeKey<String> SERVER = AttributeKey.stringKey("server.address");
    static final AttributeKey<Long> PORT = AttributeKey.longKey("server.port");
    static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");
    static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
    static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");
    static final AttributeKey<Long> STATUS = AttributeKey.longKey("http.response.status_code");

    static final String HTTP_DURATION = "http.server.request.duration";
    static final String TOKENS = "gen_ai.client.token.usage";
    static final String REQUEST_DURATION = "drover.request.duration";
    static final String REQUEST_FIRST = "drover.request.time_to_first";

    private static final double[] OPERATIONS = {0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24,
            20.48, 40.96, 81.92};
    private static final double[] FIRST_TOKEN = {0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1,
            2.5, 5, 7.5, 10};
    private static final double[] OUTPUT_TOKEN = {0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1,
            2.5};
    private static final double[] HTTP = {0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10};
    private static final double[] COUNTS = {1, 4, 16, 64, 256, 1_024, 4_096, 16_384, 65_536, 262_144, 1_048_576,
            4_194_304, 16_777_216, 67_108_864};

    private static final Map<String, double[]> BOUNDARIES = Map.ofEntries(entry(Side.CLIENT.duration(), OPERATIONS),
            entry(Side.CLIENT.first(), OPERATIONS), entry(Side.CLIENT.each(), OPERATIONS),
            entry(Side.ENGINE.duration(), OPERATIONS), entry(Side.ENGINE.first(), FIRST_TOKEN),
            entry(Side.ENGINE.each(), OUTPUT_TOKEN), entry(REQUEST_DURATION, OPERATIONS),
            entry(REQUEST_FIRST, FIRST_TOKEN), entry(HTTP_DURATION, HTTP), entry(TOKENS, COUNTS));

    private Conventions() {}

    /** From which side a model's work is seen: asked over a network, or done in this process. */
    enum Side {
        CLIENT("gen_ai.client.operation.duration", "gen_ai.client.operation.time_to_first_chunk",
                "gen_ai.client.operation.time_per_output_chunk"),
        ENGINE("gen_ai.server.request.duration", "gen_ai.server.time_to_first_token",
                "gen_ai.server.time_per_output_token");

        private final String duration;
        private final String first;
        private final String each;

        Side(String duration, String first, String each) {
            this.duration = duration;
            this.first = first;
            this.each = each;
        }

        String duration() {
            return duration;
        }

        /** The time to what comes first. */
        String first() {
            return first;
        }

        /** The time to each that follows. */
        String each() {
            return each;
        }
    }

    /** Gives histograms the conventions' boundaries, by the metric's name. */
    static MeterFilter boundaries() {
        return new MeterFilter() {
            @Override
            public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig given) {
                double[] wanted = BOUNDARIES.get(id.getName());
                return wanted == null ? given
                        : DistributionStatisticConfig.builder()
                                .serviceLevelObjectives(id.getType() == Meter.Type.TIMER
                                        ? DoubleStream.of(wanted).map(seconds -> seconds * 1e9).toArray()
                                        : wanted)
                                .build()
                                .merge(given);
            }
        };
    }
}
