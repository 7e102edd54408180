package dev.drover.gateway.telemetry;

import dev.drover.gateway.decision.Attempt;
import dev.drover.gateway.decision.Decision;
import dev.drover.gateway.provider.CallWatch;
import dev.drover.gateway.provider.UpstreamCall;
import dev.drover.gateway.trace.TraceContext;
import dev.drover.inference.AnswerPart;
import dev.drover.inference.ChatRequest;
import dev.drover.inference.EmbeddingAnswer;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.util.context.ContextView;

/** Every call to a provider as a client's span, in the conventions' metrics, and as an attempt in its decision. */
final class UpstreamCalls implements CallWatch {

    private final Telemetry telemetry;

    UpstreamCalls(Telemetry telemetry) {
        this.telemetry = telemetry;
    }

    @Override
    public <T> Flux<T> watched(UpstreamCall call, Flux<T> answer) {
        return Flux.deferContextual(context -> {
            @Nullable
            Decision decision = Decision.in(context);
            ModelCall watched = begun(call, context, decision);
            return answer.doOnNext(part -> note(part, watched)).doOnError(failure -> {
                String code = telemetry.label(Decision.outcome(failure));
                if (watched.failed(failure, code)) {
                    attempted(call, decision, watched, code);
                }
            }).doOnComplete(() -> {
                if (watched.completed()) {
                    attempted(call, decision, watched, Decision.COMPLETED);
                }
            }).doOnCancel(() -> {
                if (watched.cancelled()) {
                    attempted(call, decision, watched, Decision.CANCELLED);
                }
            }).contextWrite(TraceContext.within(watched.trace()));
        });
    }

    private ModelCall begun(UpstreamCall call, ContextView context, @Nullable Decision decision) {
        Labels labels = new Labels(call.operation(), Telemetry.conventional(call.deployment().provider()), call.label(),
                call.model(), call.host(), call.port());
        Context parent = TraceContext.in(context);
        Span span = telemetry.span(labels, call.asked(), SpanKind.CLIENT, parent);
        span.setAttribute("drover.attempt.reason", word(call.why()));
        ModelCall watched = new ModelCall(telemetry.instruments(labels), span, parent.with(span), true,
                decision != null && decision.streams());
        ChatRequest chat = call.chat();
        if (chat != null) {
            watched.asks(chat);
        }
        return watched;
    }

    private static void note(Object part, ModelCall watched) {
        switch (part) {
            case AnswerPart answer -> watched.part(answer);
            case EmbeddingAnswer vectors -> watched.part(vectors.usage());
            default -> {
                // a count of tokens
            }
        }
    }

    @Override
    public void refused(UpstreamCall call, ContextView context, Throwable why) {
        Decision decision = Decision.in(context);
        String code = telemetry.label(Decision.outcome(why));
        if (decision != null) {
            decision.attempted(new Attempt(call.model(), where(call), word(call.why()), code, null, 0, null));
        }
        telemetry.attempt(call.model(), word(call.why()), code);
    }

    private void attempted(UpstreamCall call, @Nullable Decision decision, ModelCall watched, String outcome) {
        if (decision != null) {
            decision.attempted(new Attempt(call.model(), where(call), word(call.why()), outcome, watched.first(),
                    watched.took().toMillis(), watched.used()));
        }
        telemetry.attempt(call.model(), word(call.why()), outcome);
    }

    private static String where(UpstreamCall call) {
        return call.host() + ":" + call.port() + "/" + call.asked();
    }

    private static String word(UpstreamCall.Why why) {
        return why.name().toLowerCase(Locale.ROOT);
    }
}
