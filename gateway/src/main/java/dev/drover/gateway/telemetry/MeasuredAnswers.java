package dev.drover.gateway.telemetry;

import dev.drover.gateway.cache.AnswerKey;
import dev.drover.gateway.cache.AnswerStore;
import dev.drover.gateway.cache.StoredAnswer;
import dev.drover.gateway.trace.TraceContext;
import dev.drover.gateway.trace.Traces;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** A store of answers whose lookups are spans and are counted with their times. */
final class MeasuredAnswers implements AnswerStore {

    private final AnswerStore store;
    private final String kind;
    private final Traces traces;
    private final Timer hits;
    private final Timer misses;

    /**
     * Measures a store.
     *
     * @param kind where it keeps answers
     */
    MeasuredAnswers(AnswerStore store, String kind, Traces traces, MeterRegistry meters) {
        this.store = store;
        this.kind = kind;
        this.traces = traces;
        this.hits = timer(meters, "hit");
        this.misses = timer(meters, "miss");
    }

    private Timer timer(MeterRegistry meters, String result) {
        return Timer.builder("drover.cache.lookup")
                .description("Time it took to look for a kept answer")
                .tag("store", kind)
                .tag("result", result)
                .register(meters);
    }

    @Override
    public Mono<StoredAnswer> find(AnswerKey key) {
        return Mono.deferContextual(context -> {
            long began = System.nanoTime();
            Span span = traces.begin("cache lookup", SpanKind.INTERNAL, TraceContext.in(context));
            span.setAttribute("drover.cache.store", kind);
            return store.find(key)
                    .doOnSuccess(found -> ended(span, found, began))
                    .doFinally(signal -> span.end())
                    .contextWrite(TraceContext.within(TraceContext.in(context).with(span)));
        });
    }

    private void ended(Span span, @Nullable StoredAnswer found, long began) {
        span.setAttribute("drover.cache.result", found == null ? "miss" : "hit");
        (found == null ? misses : hits).record(Duration.ofNanos(System.nanoTime() - began));
    }

    @Override
    public Mono<Void> keep(AnswerKey key, StoredAnswer answer, Duration ttl) {
        return store.keep(key, answer, ttl);
    }

    @Override
    public Mono<Long> purge(@Nullable String policy) {
        return store.purge(policy);
    }

    @Override
    public void close() {
        store.close();
    }
}
