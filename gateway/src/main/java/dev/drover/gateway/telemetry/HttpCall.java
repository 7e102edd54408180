package dev.drover.gateway.telemetry;

import dev.drover.gateway.decision.Decision;
import dev.drover.gateway.log.AccessEntry;
import dev.drover.gateway.trace.TraceContext;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** One request over HTTP, from its head to the end of its response. Safe for use by many threads. */
public final class HttpCall {

    /** The status of a request whose client went away. */
    public static final int CLIENT_GONE = 499;

    private static final int SERVER_FAILURE = 500;

    private final HttpCalls calls;
    private final String method;
    private final String route;
    private final String lane;
    private final Span span;
    private final Context trace;
    private final long bytesIn;
    private final Instant at = Instant.now();
    private final long began = System.nanoTime();
    private final AtomicLong bytesOut = new AtomicLong();
    private final AtomicBoolean ended = new AtomicBoolean();

    HttpCall(HttpCalls calls, String method, String route, String lane, Span span, Context trace, long bytesIn) {
        this.calls = calls;
        this.method = method;
        this.route = route;
        this.lane = lane;
        this.span = span;
        this.trace = trace;
        this.bytesIn = bytesIn;
    }

    String method() {
        return method;
    }

    String route() {
        return route;
    }

    /** The trace that the work for it is part of. */
    public Context trace() {
        return trace;
    }

    /** Whether it matters how many bytes are sent. */
    public boolean counts() {
        return calls.log().on();
    }

    /** Bytes of the response's body were sent. */
    public void sent(int bytes) {
        bytesOut.addAndGet(bytes);
    }

    /**
     * It has ended; counts once.
     *
     * @param sent the status of HTTP; {@link #CLIENT_GONE}, which is also noted where the decision says so, for a client
     *        that left
     * @param decisionId the value of {@code x-drover-decision}; null when nothing was decided
     */
    public void end(int sent, @Nullable String decisionId) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        Decision decision = decisionId == null ? null : calls.decisions().find(decisionId).orElse(null);
        int status = decision != null && decision.outcome().equals(Decision.CANCELLED) ? CLIENT_GONE : sent;
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        try (Scope _ = trace.makeCurrent()) {
            calls.ended(this, status, took);
        }
        if (span.isRecording()) {
            tell(status, decision);
        }
        span.end();
        if (calls.log().on()) {
            calls.log()
                    .add(new AccessEntry(at, method, route, status, bytesIn, bytesOut.get(), took, lane,
                            TraceContext.traceId(trace), decision));
        }
    }

    private void tell(int status, @Nullable Decision decision) {
        span.setAttribute(Conventions.STATUS, status);
        String outcome = decision == null ? Decision.COMPLETED : decision.outcome();
        if (status >= SERVER_FAILURE) {
            span.setStatus(StatusCode.ERROR);
            span.setAttribute(Conventions.ERROR,
                    outcome.equals(Decision.COMPLETED) ? Integer.toString(status) : outcome);
        } else if (!outcome.equals(Decision.COMPLETED)) {
            span.setAttribute(Conventions.ERROR, outcome);
            if (status == 200) {
                span.setStatus(StatusCode.ERROR, outcome);
            }
        }
        if (decision != null) {
            describe(decision);
        }
    }

    private void describe(Decision decision) {
        span.setAttribute("drover.decision", decision.id());
        span.setAttribute("drover.team", decision.team());
        span.setAttribute("drover.cache", decision.cacheUse().name().toLowerCase(Locale.ROOT));
        span.setAttribute("drover.attempts", decision.attempts());
        String policy = decision.policy();
        if (policy != null) {
            span.setAttribute("drover.policy", policy);
        }
        String version = decision.version();
        if (version != null) {
            span.setAttribute("drover.policy.version", version);
        }
        String model = decision.model();
        if (model != null) {
            span.setAttribute("drover.model", model);
        }
        Decision.Cost cost = decision.cost();
        if (cost != null) {
            span.setAttribute("drover.cost", cost.amount());
            span.setAttribute("drover.cost.currency", cost.currency());
        }
    }
}
