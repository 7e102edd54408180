package dev.drover.gateway.provider.openai;

import dev.drover.gateway.provider.Endpoint;
import dev.drover.gateway.wire.BodyEdit;
import dev.drover.gateway.wire.Json;
import dev.drover.inference.AnswerPart;
import dev.drover.inference.ChatRequest;
import dev.drover.inference.InferenceFailure;
import dev.drover.inference.ModelClient;
import io.micrometer.observation.Observation;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.micrometer.observation.transport.SenderContext;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import reactor.util.context.ContextView;
import tools.jackson.databind.node.ObjectNode;

/** One deployment, asked once a subscription. */
final class OpenAiClient implements ModelClient {

    private static final int MOST_BYTES = 32 << 20;
    private static final int MOST_ERROR_BYTES = 64 << 10;
    private static final int MOST_EVENT_BYTES = 4 << 20;
    private static final Duration AFTER_DONE = Duration.ofMillis(200);

    private final Endpoint endpoint;
    private final HttpClient http;
    private final String url;

    OpenAiClient(Endpoint endpoint, HttpClient http, String url) {
        this.endpoint = endpoint;
        this.http = http;
        this.url = url;
    }

    @Override
    public Flux<AnswerPart> stream(ChatRequest request) {
        return Flux.deferContextual(context -> {
            BodyEdit asked = request.body() == null ? null : BodyEdit.forUpstream(request.body(), request.model());
            String body = asked == null ? body(request) : asked.text();
            FrameReading reading = new FrameReading(endpoint.label(), asked);
            Flux<AnswerPart> answer = http.headers(headers -> headers(headers, context))
                    .post()
                    .uri(url)
                    .send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(body.getBytes(StandardCharsets.UTF_8))))
                    .response((response, content) -> answer(response, content, reading));
            return within(endpoint.clocks().total(), "the whole answer took longer than ", () -> true, answer)
                    .onErrorMap(failure -> UpstreamFailure.of(endpoint.label(), failure, reading.begun()));
        });
    }

    private void headers(HttpHeaders headers, ContextView context) {
        headers.set(HttpHeaderNames.CONTENT_TYPE, "application/json");
        headers.set(HttpHeaderNames.ACCEPT, "text/event-stream, application/json");
        if (endpoint.key() != null) {
            headers.set(HttpHeaderNames.AUTHORIZATION, "Bearer " + key());
        }
        Observation span = context.getOrDefault(ObservationThreadLocalAccessor.KEY, null);
        if (span != null && span.getContext() instanceof SenderContext<?> sender
                && sender.getCarrier() instanceof Map<?, ?> trace) {
            trace.forEach((name, value) -> headers.set(String.valueOf(name), String.valueOf(value)));
        }
    }

    private String key() {
        try {
            return java.util.Objects.requireNonNull(endpoint.key()).get();
        } catch (IllegalStateException missing) {
            throw new InferenceFailure.Unavailable("upstream_key_missing",
                    endpoint.label() + ": " + missing.getMessage(), missing);
        }
    }

    private Flux<AnswerPart> answer(HttpClientResponse response, ByteBufFlux content, FrameReading reading) {
        HttpHeaders headers = response.responseHeaders();
        if (response.status().code() != 200) {
            return text(content, MOST_ERROR_BYTES).flatMapMany(body -> Flux.error(UpstreamFailure.of(endpoint.label(),
                    response.status().code(), headers.get(HttpHeaderNames.RETRY_AFTER), withoutKey(body))));
        }
        boolean asEvents = headers.get(HttpHeaderNames.CONTENT_TYPE, "")
                .toLowerCase(Locale.ROOT)
                .startsWith("text/event-stream");
        reading.comes(asEvents);
        return asEvents ? events(content, reading) : text(content, MOST_BYTES).flatMapIterable(reading::whole);
    }

    /** A refusal as it may be told: some servers repeat the key that they refuse. */
    private String withoutKey(String body) {
        return endpoint.key() == null ? body : body.replace(key(), "[key]");
    }

    private Flux<AnswerPart> events(ByteBufFlux content, FrameReading reading) {
        SseParser parser = new SseParser(MOST_EVENT_BYTES);
        Duration first = endpoint.clocks().firstToken();
        Flux<byte[]> bytes = content.asByteArray()
                .timeout(Mono.never(), some -> patience(reading))
                .onErrorResume(TimeoutException.class,
                        stalled -> reading.done() ? Flux.empty()
                                : Flux.error(new TimeoutException(
                                        "nothing came for " + endpoint.clocks().idle().toMillis() + " ms")));
        return within(first, "no first token within ", () -> !reading.begun(), bytes).concatMapIterable(parser::add)
                .concatMapIterable(reading::parts)
                .concatWith(Flux.defer(() -> Flux.fromIterable(reading.end())));
    }

    private Mono<Long> patience(FrameReading reading) {
        return reading.done() ? Mono.delay(AFTER_DONE)
                : reading.begun() ? Mono.delay(endpoint.clocks().idle()) : Mono.never();
    }

    /**
     * What must be complete within a time, if that still matters then; else it is cancelled and fails. The clock ends it
     * without an error of its own: takeUntilOther cancels nothing when the other one fails.
     */
    private static <T> Flux<T> within(Duration clock, String what, BooleanSupplier matters, Flux<T> work) {
        return Flux.defer(() -> {
            AtomicBoolean late = new AtomicBoolean();
            Mono<Long> end = Mono.delay(clock)
                    .flatMap(tick -> matters.getAsBoolean() ? Mono.just(tick) : Mono.never())
                    .doOnNext(tick -> late.set(true));
            return work.takeUntilOther(end)
                    .concatWith(Mono
                            .defer(() -> late.get() ? Mono.error(new TimeoutException(what + clock.toMillis() + " ms"))
                                    : Mono.empty()));
        });
    }

    private Mono<String> text(ByteBufFlux content, int limit) {
        return content.asByteArray().reduceWith(ByteArrayOutputStream::new, (all, bytes) -> {
            if (all.size() + bytes.length > limit) {
                throw new InferenceFailure.Unavailable("upstream_too_large",
                        endpoint.label() + ": a body of more than " + limit + " bytes (expected: less)", null);
            }
            all.writeBytes(bytes);
            return all;
        }).map(all -> all.toString(StandardCharsets.UTF_8));
    }

    /** The body of a request that was made here. */
    private static String body(ChatRequest request) {
        ObjectNode json = Json.mapper().createObjectNode().put("model", request.model()).put("stream", true);
        json.putObject("stream_options").put("include_usage", true);
        var messages = json.putArray("messages");
        request.messages().forEach(message -> {
            if (message.json() != null) {
                messages.add(Json.mapper().readTree(message.json()));
            } else {
                messages.addObject().put("role", message.role()).put("content", message.content());
            }
        });
        put(json, "temperature", request.sampling().temperature());
        put(json, "top_p", request.sampling().topP());
        put(json, "seed", request.sampling().seed());
        put(json, "max_tokens", request.maxTokens());
        if (!request.stop().isEmpty()) {
            json.set("stop", Json.mapper().valueToTree(request.stop()));
        }
        return json.toString();
    }

    private static void put(ObjectNode json, String field, @Nullable Object value) {
        if (value != null) {
            json.set(field, Json.mapper().valueToTree(value));
        }
    }
}
