package dev.drover.gateway.telemetry;

import dev.drover.gateway.decision.Decision;
import dev.drover.gateway.provider.RemoteModel;
import dev.drover.gateway.roster.Answerer;
import dev.drover.gateway.roster.Selection;
import dev.drover.inference.AnswerPart;
import dev.drover.inference.Usage;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.SignalType;

/** Measures requests and the models that answer them. Safe for use by many threads. */
public final class Telemetry {

    private static final String OPERATION = "gen_ai.client.operation.duration";
    private static final String UNKNOWN = "none";

    private final MeterRegistry meters;
    private final ObservationRegistry observations;
    private final Codes codes = new Codes();

    /**
     * Creates one.
     *
     * @param meters where metrics go
     * @param observations where spans go
     */
    public Telemetry(MeterRegistry meters, ObservationRegistry observations) {
        this.meters = meters;
        this.observations = observations;
    }

    /**
     * An answer under a span {@code OPERATION MODEL}, as one attempt to have a model answer.
     *
     * @param operation {@code chat} or {@code embeddings}
     */
    public Flux<AnswerPart> observed(Answerer model, String operation, Flux<AnswerPart> parts) {
        return Flux.deferContextual(context -> {
            Observation span = Observation.createNotStarted(OPERATION, () -> context(model), observations)
                    .contextualName(operation + " " + model.name())
                    .lowCardinalityKeyValue("gen_ai.operation.name", operation)
                    .lowCardinalityKeyValue("gen_ai.provider.name", provider(model))
                    .lowCardinalityKeyValue("gen_ai.request.model", model.name())
                    .lowCardinalityKeyValue("error.type", UNKNOWN)
                    .parentObservation(context.getOrDefault(ObservationThreadLocalAccessor.KEY, null))
                    .start();
            long began = System.nanoTime();
            boolean[] first = {true};
            return parts.doOnNext(part -> {
                if (first[0] && visible(part)) {
                    first[0] = false;
                    firstPart(model, span, Duration.ofNanos(System.nanoTime() - began));
                }
                if (part instanceof Usage usage) {
                    span.highCardinalityKeyValue("gen_ai.usage.input_tokens", Integer.toString(usage.promptTokens()));
                    span.highCardinalityKeyValue("gen_ai.usage.output_tokens",
                            Integer.toString(usage.completionTokens()));
                }
            }).doOnError(failure -> {
                span.error(failure);
                span.lowCardinalityKeyValue("error.type", codes.label(Decision.outcome(failure)));
            }).doFinally(signal -> {
                if (signal == SignalType.CANCEL) {
                    span.lowCardinalityKeyValue("error.type", "cancelled");
                } else if (signal == SignalType.ON_COMPLETE) {
                    model.pace().note(Duration.ofNanos(System.nanoTime() - began));
                }
                span.stop();
            }).contextWrite(inner -> inner.put(ObservationThreadLocalAccessor.KEY, span));
        });
    }

    /** The provider's name by OpenTelemetry's conventions. */
    private static String provider(Answerer model) {
        String name = model.client() instanceof RemoteModel remote ? remote.provider() : "drover";
        return name.equals("gemini") ? "gcp.gemini" : name;
    }

    /** A model elsewhere is told of the trace it is part of, by headers that the provider's client sends. */
    private static Observation.Context context(Answerer model) {
        if (model.composes()) {
            return new Observation.Context();
        }
        SenderContext<Map<String, String>> context = new SenderContext<>(
                (headers, name, value) -> Objects.requireNonNull(headers).put(name, value), Kind.CLIENT);
        context.setCarrier(new ConcurrentHashMap<>());
        return context;
    }

    private void firstPart(Answerer model, Observation span, Duration after) {
        span.highCardinalityKeyValue("gen_ai.response.time_to_first_chunk", Double.toString(after.toNanos() / 1e9));
        Timer.builder("gen_ai.client.operation.time_to_first_chunk")
                .description("Time from asking a model to the first part of its answer")
                .tag("gen_ai.request.model", model.name())
                .publishPercentileHistogram(false)
                .register(meters)
                .record(after);
    }

    private static boolean visible(AnswerPart part) {
        return part instanceof AnswerPart.Text || part instanceof AnswerPart.Reasoning
                || part instanceof AnswerPart.Refusal || part instanceof AnswerPart.ToolCallDelta
                || part instanceof AnswerPart.Frame;
    }

    /**
     * A request's parts, settled once however they end: what was used, what it cost, how it went. An answer that ended
     * early is charged for what was produced.
     *
     * @param selection what governs it; null when nothing could be found that does
     */
    public Flux<AnswerPart> settled(Decision decision, @Nullable Selection selection, Flux<AnswerPart> parts) {
        return Flux.defer(() -> {
            Settlement settlement = new Settlement(decision, selection);
            return parts.doOnNext(settlement::part)
                    .doOnError(failure -> settlement.end(Decision.outcome(failure)))
                    .doOnComplete(() -> settlement.end("completed"))
                    .doOnCancel(() -> settlement.end("cancelled"))
                    .doFinally(signal -> count(decision, settlement));
        });
    }

    private void count(Decision decision, Settlement settlement) {
        String model = Objects.requireNonNullElse(decision.model(), UNKNOWN);
        String policy = Objects.requireNonNullElse(decision.policy(), UNKNOWN);
        Counter.builder("drover.requests")
                .description("Requests by how they ended")
                .tag("model", model)
                .tag("policy", policy)
                .tag("outcome", codes.label(decision.outcome()))
                .tag("cache", settlement.cache())
                .register(meters)
                .increment();
        Timer.builder("drover.request.duration")
                .description("Time from a request's admission to the end of its answer")
                .tag("model", model)
                .register(meters)
                .record(settlement.took());
        Usage usage = settlement.usage();
        tokens(model, "input", usage.promptTokens());
        tokens(model, "output", usage.completionTokens());
    }

    private void tokens(String model, String type, int tokens) {
        DistributionSummary.builder("gen_ai.client.token.usage")
                .description("Tokens of prompts and answers")
                .baseUnit("tokens")
                .tag("gen_ai.request.model", model)
                .tag("gen_ai.token.type", type)
                .register(meters)
                .record(tokens);
    }
}
