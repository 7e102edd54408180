package dev.drover.gateway.telemetry;

import dev.drover.gateway.decision.Decision;
import dev.drover.inference.AnswerPart;
import dev.drover.inference.ChatRequest;
import dev.drover.inference.Sampling;
import dev.drover.inference.Usage;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One call of a model, from asking it to its end: a span, and what the conventions want measured. Parts come from one
 * thread at a time; the end, which counts once, may come from any.
 */
final class ModelCall {

    private static final int MOST_FINISHES = 16;
    private static final int MOST_INTRODUCTIONS = 4;

    private final Instruments instruments;
    private final Span span;
    private final Context trace;
    private final boolean client;
    private final boolean stream;
    private final long began = System.nanoTime();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final List<String> finishes = new ArrayList<>(1);
    private long firstAt;
    private long latestAt;
    private volatile @Nullable Usage used;
    private boolean counted = true;
    private boolean introduced;
    private int introductions;

    /**
     * Begins one.
     *
     * @param span it ends with the call
     * @param client whether the model is elsewhere
     * @param stream whether the answer is wanted as a stream
     */
    ModelCall(Instruments instruments, Span span, Context trace, boolean client, boolean stream) {
        this.instruments = instruments;
        this.span = span;
        this.trace = trace;
        this.client = client;
        this.stream = stream;
    }

    /** Its tokens are those of calls within it, which are counted there. */
    void countedElsewhere() {
        counted = false;
    }

    /** What the span tells of the request, none of its texts among it. */
    void asks(ChatRequest request) {
        if (!span.isRecording()) {
            return;
        }
        Sampling sampling = request.sampling();
        whole(Conventions.MAX_TOKENS, request.maxTokens());
        whole(Conventions.SEED, sampling.seed());
        part(Conventions.TEMPERATURE, sampling.temperature());
        part(Conventions.TOP_P, sampling.topP());
        part(Conventions.TOP_K, sampling.topK());
        part(Conventions.FREQUENCY_PENALTY, sampling.frequencyPenalty());
        part(Conventions.PRESENCE_PENALTY, sampling.presencePenalty());
        if (request.options().choices() > 1) {
            span.setAttribute(Conventions.CHOICES, request.options().choices());
        }
        span.setAttribute(Conventions.STREAM, stream);
    }

    private void whole(AttributeKey<Long> key, @Nullable Number value) {
        if (value != null) {
            span.setAttribute(key, value.longValue());
        }
    }

    private void part(AttributeKey<Double> key, @Nullable Number value) {
        if (value != null) {
            span.setAttribute(key, value.doubleValue());
        }
    }

    /** Something of the answer has come. */
    void part(AnswerPart part) {
        switch (part) {
            case Usage usage -> used = usage;
            case AnswerPart.Begin begin -> {
                if (!introduced) {
                    introduced = true;
                    span.setAttribute(Conventions.RESPONSE_MODEL, begin.model());
                }
            }
            case AnswerPart.Finish finish -> finished(finish.reason());
            case AnswerPart.Facts facts -> tell("drover", facts.values());
            case AnswerPart.Frame frame -> frame(frame.data());
            case AnswerPart.Text text -> visible();
            case AnswerPart.Reasoning thought -> visible();
            case AnswerPart.Refusal refusal -> visible();
            case AnswerPart.ToolCallDelta call -> visible();
            case AnswerPart.Logprobs logprobs -> {
                // belongs to text
            }
        }
    }

    private void frame(String data) {
        visible();
        if (span.isRecording()) {
            if (!introduced) {
                introduce(data);
            }
            String reason = FrameTelling.finish(data);
            if (reason != null) {
                finished(reason);
            }
        }
    }

    /** One of the first frames says who answers, under which id. */
    private void introduce(String data) {
        String model = FrameTelling.model(data);
        introduced = model != null || ++introductions == MOST_INTRODUCTIONS;
        if (model != null) {
            span.setAttribute(Conventions.RESPONSE_MODEL, model);
            String id = FrameTelling.id(data);
            if (id != null) {
                span.setAttribute(Conventions.RESPONSE_ID, id);
            }
        }
    }

    private void finished(String reason) {
        if (finishes.size() < MOST_FINISHES) {
            finishes.add(reason);
        }
    }

    /** Facts as attributes: numbers, words and flags of the first two levels. */
    private void tell(String prefix, Map<?, ?> facts) {
        facts.forEach((name, value) -> {
            String key = prefix + "." + name;
            switch (value) {
                case Integer whole -> span.setAttribute(key, whole.longValue());
                case Long whole -> span.setAttribute(key, whole);
                case Double number -> span.setAttribute(key, number);
                case Boolean flag -> span.setAttribute(key, flag);
                case String word -> span.setAttribute(key, word);
                case Map<?, ?> inner when prefix.indexOf('.') < 0 -> tell(key, inner);
                case null, default -> {
                    // lists and deeper maps stand in the decision
                }
            }
        });
    }

    private void visible() {
        long now = System.nanoTime();
        if (latestAt == 0) {
            firstAt = now;
            if (stream) {
                span.setAttribute(Conventions.FIRST_CHUNK, (now - began) / 1e9);
            }
            if (stream || !client) {
                inTrace(() -> instruments.first(Duration.ofNanos(now - began)));
            }
        } else if (client && stream) {
            instruments.each(Duration.ofNanos(now - latestAt));
        }
        latestAt = now;
    }

    /** Has something recorded that may become an exemplar. */
    private void inTrace(Runnable recording) {
        try (Scope _ = trace.makeCurrent()) {
            recording.run();
        }
    }

    /** How long it took until something was to be seen; null while nothing was. */
    @Nullable
    Duration first() {
        return firstAt == 0 ? null : Duration.ofNanos(firstAt - began);
    }

    /** What the model said it used; null while it has not. */
    @Nullable
    Usage used() {
        return used;
    }

    Duration took() {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** It was answered to its end; false when it had ended before, here and below. */
    boolean completed() {
        Usage usage = used;
        if (!client && usage != null && usage.completionTokens() > 1 && firstAt != 0) {
            instruments.each(Duration.ofNanos((System.nanoTime() - firstAt) / (usage.completionTokens() - 1)));
        }
        return end("");
    }

    /** Nobody waits for it any more. */
    boolean cancelled() {
        return end(Decision.CANCELLED);
    }

    /**
     * It failed.
     *
     * @param label the failure's code, or what stands for it
     */
    boolean failed(Throwable failure, String label) {
        if (!ended.get()) {
            span.setStatus(StatusCode.ERROR, Decision.outcome(failure));
        }
        return end(label);
    }

    private boolean end(String error) {
        if (!ended.compareAndSet(false, true)) {
            return false;
        }
        inTrace(() -> instruments.ended(took(), error));
        Usage usage = used;
        if (usage != null) {
            if (counted) {
                instruments.used(usage);
            }
            span.setAttribute(Conventions.INPUT_TOKENS, usage.promptTokens());
            span.setAttribute(Conventions.OUTPUT_TOKENS, usage.completionTokens());
            span.setAttribute(Conventions.CACHE_READ_TOKENS, usage.cachedTokens());
            span.setAttribute(Conventions.CACHE_WRITTEN_TOKENS, usage.cacheWrittenTokens());
            span.setAttribute(Conventions.REASONING_TOKENS, usage.reasoningTokens());
        }
        if (!finishes.isEmpty()) {
            span.setAttribute(Conventions.FINISH_REASONS, finishes);
        }
        if (!error.isEmpty()) {
            span.setAttribute(Conventions.ERROR, error);
        }
        span.end();
        return true;
    }

    /** The trace that the call's own work is part of. */
    Context trace() {
        return trace;
    }

    /** Sets what the span tells from the start. */
    static Span described(Span span, Labels labels, String asked) {
        span.setAttribute(Conventions.OPERATION, labels.operation());
        span.setAttribute(Conventions.PROVIDER, labels.provider());
        span.setAttribute(Conventions.REQUEST_MODEL, asked);
        span.setAttribute("drover.model", labels.drover());
        String server = labels.server();
        if (server != null) {
            span.setAttribute(Conventions.SERVER, server);
            span.setAttribute(Conventions.PORT, labels.port());
        }
        return span;
    }
}
