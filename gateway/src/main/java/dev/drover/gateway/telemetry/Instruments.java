package dev.drover.gateway.telemetry;

import dev.drover.inference.Usage;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The conventions' metrics of one model in one place. Safe for use by many threads. */
final class Instruments {

    private static final String NEW_TOKENS = "gen_ai.client.inference.tokens";
    private static final String TYPE = "gen_ai.token.type";

    private final MeterRegistry meters;
    private final Labels labels;
    private final Tags tags;
    private final boolean newerNames;
    private final Timer first;
    private final Timer each;
    private final Map<String, Timer> durations = new ConcurrentHashMap<>();
    private final Map<String, DistributionSummary> summaries = new ConcurrentHashMap<>();
    private final Map<String, Counter> counts = new ConcurrentHashMap<>();

    Instruments(MeterRegistry meters, Labels labels, boolean newerNames) {
        this.meters = meters;
        this.labels = labels;
        this.newerNames = newerNames;
        this.tags = labels.tags();
        boolean client = labels.side() == Conventions.Side.CLIENT;
        this.first = timer(labels.side().first(), client ? "Time from asking a model to its stream's first chunk"
                : "Time from asking a model of this process to its first token", tags);
        this.each = timer(labels.side().each(),
                client ? "Time between a stream's chunks" : "Time per token after an answer's first", tags);
    }

    private Timer timer(String name, String description, Tags with) {
        return Timer.builder(name).description(description).tags(with).register(meters);
    }

    void first(Duration after) {
        first.record(after);
    }

    void each(Duration took) {
        each.record(took);
    }

    /**
     * A call has ended.
     *
     * @param error its class of failure; empty for none
     */
    void ended(Duration after, String error) {
        durations
                .computeIfAbsent(error,
                        type -> timer(labels.side().duration(), "Time a model's answer took, by how it ended",
                                tags.and("error.type", type)))
                .record(after);
    }

    void used(Usage usage) {
        if (newerNames) {
            count("input", usage.promptTokens());
            count("output", usage.completionTokens());
        } else {
            summarize("input", usage.promptTokens());
            summarize("output", usage.completionTokens());
        }
    }

    private void count(String type, int tokens) {
        counts.computeIfAbsent(type,
                each -> Counter.builder(NEW_TOKENS)
                        .description("Tokens that models read and wrote")
                        .tags(tokenTags(each))
                        .register(meters))
                .increment(tokens);
    }

    private void summarize(String type, int tokens) {
        summaries
                .computeIfAbsent(type,
                        each -> DistributionSummary.builder(Conventions.TOKENS)
                                .description("Tokens that models read and wrote in an answer")
                                .tags(tokenTags(each))
                                .register(meters))
                .record(tokens);
    }

    /** Those of both sides alike, for the metric is one. */
    private Tags tokenTags(String type) {
        String server = labels.server();
        return tags.and(TYPE, type)
                .and("server.address", server == null ? "" : server, "server.port",
                        server == null ? "" : Integer.toString(labels.port()));
    }
}
