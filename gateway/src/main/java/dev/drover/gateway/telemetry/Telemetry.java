package dev.drover.gateway.telemetry;

import dev.drover.gateway.cache.AnswerStore;
import dev.drover.gateway.decision.Attempt;
import dev.drover.gateway.decision.Decision;
import dev.drover.gateway.provider.CallWatch;
import dev.drover.gateway.roster.Answerer;
import dev.drover.gateway.roster.Selection;
import dev.drover.gateway.trace.TraceContext;
import dev.drover.gateway.trace.Traces;
import dev.drover.inference.AnswerPart;
import dev.drover.inference.ChatRequest;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/** Measures requests and the models that answer them. Safe for use by many threads. */
public final class Telemetry {

    private static final String ENGINE = "engine";

    private final MeterRegistry meters;
    private final Traces traces;
    private final boolean newerNames;
    private final RequestMeters requests;
    private final Codes codes = new Codes();
    private final Map<Labels, Instruments> instruments = new ConcurrentHashMap<>();

    /**
     * Creates one.
     *
     * @param meters where metrics go
     * @param traces where spans go
     * @param newerNames whether metrics follow the newest conventions rather than version 1.41
     */
    public Telemetry(MeterRegistry meters, Traces traces, boolean newerNames) {
        this.meters = meters;
        this.requests = new RequestMeters(meters);
        this.traces = traces;
        this.newerNames = newerNames;
    }

    /** Watches calls to providers. */
    public CallWatch upstream() {
        return new UpstreamCalls(this);
    }

    /**
     * A store whose lookups are measured.
     *
     * @param kind {@code memory} or {@code redis}
     */
    public AnswerStore measured(AnswerStore store, String kind) {
        return new MeasuredAnswers(store, kind, traces, meters);
    }

    Span span(Labels labels, String asked, SpanKind kind, Context parent) {
        Span span = traces.begin(labels.operation() + " " + asked, kind, parent);
        if (span.isRecording()) {
            ModelCall.described(span, labels, asked);
        }
        return span;
    }

    Instruments instruments(Labels labels) {
        return instruments.computeIfAbsent(labels, each -> new Instruments(meters, each, newerNames));
    }

    /** A code as it may label metrics. */
    String label(String code) {
        return codes.label(code);
    }

    void attempt(String model, String why, String outcome) {
        requests.attempted(model, why, outcome);
    }

    /**
     * An answer, watched as one attempt to have a model answer. Under a span {@code OPERATION MODEL} where the answer is
     * made in this process; calls to providers have spans of their own.
     *
     * @param operation {@code chat} or {@code embeddings}
     * @param request what is asked; null where it is no conversation
     */
    public Flux<AnswerPart> observed(Answerer model, String operation, @Nullable ChatRequest request,
            Flux<AnswerPart> parts) {
        return model.kind() == Answerer.Kind.REMOTE ? paced(model, parts) : Flux.deferContextual(context -> {
            Decision decision = Decision.in(context);
            Labels labels = new Labels(operation, "drover", model.name(), model.name(), null, 0);
            Context parent = TraceContext.in(context);
            Span span = span(labels, model.name(), SpanKind.INTERNAL, parent);
            ModelCall call = new ModelCall(instruments(labels), span, parent.with(span), false,
                    decision != null && decision.streams());
            if (request != null) {
                call.asks(request);
            }
            if (model.members().stream().anyMatch(member -> member.kind() == Answerer.Kind.REMOTE)) {
                call.countedElsewhere();
            }
            return paced(model, parts).doOnNext(call::part).doOnError(failure -> {
                String code = label(Decision.outcome(failure));
                if (call.failed(failure, code)) {
                    attempted(model, decision, call, code);
                }
            }).doOnComplete(() -> {
                if (call.completed()) {
                    attempted(model, decision, call, Decision.COMPLETED);
                }
            }).doOnCancel(() -> {
                if (call.cancelled()) {
                    attempted(model, decision, call, Decision.CANCELLED);
                }
            }).contextWrite(TraceContext.within(call.trace()));
        });
    }

    private static void attempted(Answerer model, @Nullable Decision decision, ModelCall call, String outcome) {
        if (decision != null) {
            decision.attempted(new Attempt(model.name(), ENGINE, "route", outcome, call.first(), call.took().toMillis(),
                    call.used()));
        }
    }

    private static Flux<AnswerPart> paced(Answerer model, Flux<AnswerPart> parts) {
        return Flux.defer(() -> {
            long began = System.nanoTime();
            return parts.doOnComplete(() -> model.pace().note(Duration.ofNanos(System.nanoTime() - began)));
        });
    }

    /** What the conventions call a provider. */
    static String conventional(String provider) {
        return provider.equals("gemini") ? "gcp.gemini" : provider;
    }

    /**
     * A request's parts, settled once however they end: what was used, what it cost, how it went. An answer that ended
     * early is charged for what was produced.
     *
     * @param selection what governs it; null when nothing could be found that does
     */
    public Flux<AnswerPart> settled(Decision decision, @Nullable Selection selection, Flux<AnswerPart> parts) {
        return Flux.deferContextual(context -> {
            decision.traced(TraceContext.traceId(TraceContext.in(context)));
            Settlement settlement = new Settlement(decision, selection);
            return parts.doOnNext(settlement::part)
                    .doOnError(failure -> settlement.end(Decision.outcome(failure)))
                    .doOnComplete(() -> settlement.end(Decision.COMPLETED))
                    .doOnCancel(() -> settlement.end(Decision.CANCELLED))
                    .doFinally(signal -> requests.ended(decision, label(decision.outcome()), settlement.first(),
                            settlement.took()))
                    .contextWrite(decision::within);
        });
    }
}
