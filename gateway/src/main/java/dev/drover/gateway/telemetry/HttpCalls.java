package dev.drover.gateway.telemetry;

import dev.drover.gateway.decision.Decisions;
import dev.drover.gateway.log.AccessLog;
import dev.drover.gateway.trace.TraceContext;
import dev.drover.gateway.trace.Traces;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Requests over HTTP, whoever answers them: each is a span by the conventions for HTTP, is measured, and leaves a line in
 * the access log. Safe for use by many threads.
 */
public final class HttpCalls {

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS",
            "TRACE", "CONNECT");
    private static final String OTHER_METHOD = "_OTHER";
    private static final int MOST_DIGITS = 18;

    private final MeterRegistry meters;
    private final Traces traces;
    private final AccessLog log;
    private final Decisions decisions;
    private final Map<Key, Timer> timers = new ConcurrentHashMap<>();

    private record Key(String method, String route, int status) {}

    /**
     * Creates one.
     *
     * @param decisions where what was decided for a request can be found
     */
    public HttpCalls(MeterRegistry meters, Traces traces, AccessLog log, Decisions decisions) {
        this.meters = meters;
        this.traces = traces;
        this.log = log;
        this.decisions = decisions;
        FunctionCounter.builder("drover.access.log.dropped", log, AccessLog::dropped)
                .description("Lines of the access log that were lost because too many waited")
                .register(meters);
    }

    /**
     * A request has come.
     *
     * @param method as it says
     * @param route the pattern of its path, out of few; never the path itself
     * @param lane which driver answers it
     * @param header a header's value by its name
     */
    public HttpCall begin(String method, String route, String lane, Function<String, @Nullable String> header) {
        String known = METHODS.contains(method) ? method : OTHER_METHOD;
        Context parent = TraceContext.incoming(header);
        Span span = traces.begin(known + " " + route, SpanKind.SERVER, parent);
        if (span.isRecording()) {
            span.setAttribute(Conventions.METHOD, known);
            span.setAttribute(Conventions.ROUTE, route);
            span.setAttribute("drover.lane", lane);
        }
        return new HttpCall(this, known, route, lane, span, parent.with(span), length(header));
    }

    private static long length(Function<String, @Nullable String> header) {
        String length = header.apply("content-length");
        if (length == null || length.isEmpty() || length.length() > MOST_DIGITS) {
            return -1;
        }
        long bytes = 0;
        for (int i = 0; i < length.length(); i++) {
            int digit = length.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            bytes = 10 * bytes + digit;
        }
        return bytes;
    }

    void ended(HttpCall call, int status, Duration took) {
        timers.computeIfAbsent(new Key(call.method(), call.route(), status),
                key -> Timer.builder(Conventions.HTTP_DURATION)
                        .description("Time from a request's head to the end of its response")
                        .tag("http.request.method", key.method())
                        .tag("http.route", key.route())
                        .tag("http.response.status_code", Integer.toString(key.status()))
                        .register(meters))
                .record(took);
    }

    AccessLog log() {
        return log;
    }

    Decisions decisions() {
        return decisions;
    }
}
