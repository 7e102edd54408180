package dev.drover.gateway.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;

/** How the trace of a request is handed on: in headers between processes, in Reactor's context within this one. */
public final class TraceContext {

    private static final W3CTraceContextPropagator HEADERS = W3CTraceContextPropagator.getInstance();

    private static final TextMapGetter<Function<String, @Nullable String>> GETTER = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(Function<String, @Nullable String> carrier) {
            return List.copyOf(HEADERS.fields());
        }

        @Override
        public @Nullable String get(@Nullable Function<String, @Nullable String> carrier, String key) {
            return carrier == null ? null : carrier.apply(key);
        }
    };

    private TraceContext() {}

    /** The trace that a request's headers name; the root when they name none. */
    public static Context incoming(Function<String, @Nullable String> header) {
        return HEADERS.extract(Context.root(), header, GETTER);
    }

    /** Tells another process of the trace, by headers; does nothing where there is no trace. */
    public static void outgoing(ContextView context, BiConsumer<String, String> header) {
        HEADERS.inject(in(context), header, (carrier, name, value) -> {
            if (carrier != null) {
                carrier.accept(name, value);
            }
        });
    }

    /** The trace that a subscriber is part of; the root when it is part of none. */
    public static Context in(ContextView context) {
        return context.hasKey(Context.class) ? context.get(Context.class) : Context.root();
    }

    /** Makes everything upstream part of a trace; for {@code contextWrite}. */
    public static UnaryOperator<reactor.util.context.Context> within(Context trace) {
        return context -> context.put(Context.class, trace);
    }

    /** The trace's id, 32 hexadecimal digits; null when there is no trace. */
    public static @Nullable String traceId(Context trace) {
        Span span = Span.fromContext(trace);
        return span.getSpanContext().isValid() ? span.getSpanContext().getTraceId() : null;
    }
}
