package dev.drover.gateway.provider.transport;

import dev.drover.gateway.provider.Endpoint;
import dev.drover.gateway.trace.TraceContext;
import dev.drover.gateway.wire.Json;
import dev.drover.inference.AnswerPart;
import dev.drover.inference.InferenceFailure;
import dev.drover.inference.option.Options;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import reactor.util.context.ContextView;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * One deployment over HTTP, asked once a subscription. Redirects are not followed, and link-local addresses are refused.
 * Safe for use by many threads.
 */
public final class HttpUpstream {

    private static final int MOST_BYTES = 32 << 20;
    private static final int MOST_ERROR_BYTES = 64 << 10;
    private static final Duration AFTER_DONE = Duration.ofMillis(200);

    private final Endpoint endpoint;
    private final String label;
    private final HttpClient http;
    private final boolean plain;
    private final Limits limits;

    /**
     * Gets ready to ask; nothing is connected yet.
     *
     * @throws IllegalArgumentException when the deployment's address is none that may be asked
     */
    public HttpUpstream(Endpoint endpoint) {
        this.endpoint = endpoint;
        this.label = endpoint.label();
        this.limits = new Limits(endpoint.clocks().firstToken().toNanos(), endpoint.clocks().idle().toNanos(),
                endpoint.clocks().total().toNanos());
        check(endpoint.deployment().url());
        this.http = Connections.of(endpoint);
        this.plain = Connections.isPlain(endpoint);
    }

    private static void check(URI url) {
        String host = url.getHost();
        if (!Set.of("http", "https").contains(String.valueOf(url.getScheme())) || host == null
                || url.getUserInfo() != null) {
            throw new IllegalArgumentException(
                    "url: " + url.getScheme() + "://" + host + " (expected: http or https, a host, no user)");
        }
        SafeResolver.check("url", host);
    }

    /**
     * An address below the deployment's own, with the parameters that the deployment wants.
     *
     * @param path begins with a slash
     * @param more further parameters
     */
    public String url(String path, Map<String, String> more) {
        String base = endpoint.deployment().url().toString();
        Map<String, String> query = new TreeMap<>(more);
        query.putAll(endpoint.deployment().call().query());
        String parameters = query.entrySet()
                .stream()
                .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
                .collect(Collectors.joining("&"));
        return (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path
                + (parameters.isEmpty() ? "" : "?" + parameters);
    }

    /** An address below the deployment's own. */
    public String url(String path) {
        return url(path, Map.of());
    }

    /** A text as it may stand in a path or a query. */
    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /**
     * The deployment's key; null when it needs none.
     *
     * @throws InferenceFailure.Unavailable when there is no key where one should be
     */
    public @Nullable String key() {
        Supplier<String> key = endpoint.key();
        try {
            return key == null ? null : key.get();
        } catch (IllegalStateException missing) {
            throw new InferenceFailure.Unavailable("upstream_key_missing", label + ": " + missing.getMessage(),
                    missing);
        }
    }

    /**
     * The header that carries the key, if there is one.
     *
     * @param header its name; {@code Authorization} carries the key as a Bearer token
     */
    public Map<String, String> keyIn(String header) {
        String key = key();
        return key == null ? Map.of()
                : Map.of(header, header.equalsIgnoreCase("Authorization") ? "Bearer " + key : key);
    }

    /**
     * A field of an answer that came whole.
     *
     * @throws InferenceFailure.Unavailable when the answer is no JSON object that has it
     */
    public JsonNode field(String answer, String name) {
        try {
            JsonNode value = Json.mapper().readTree(answer).path(name);
            if (!value.isMissingNode() && !value.isNull()) {
                return value;
            }
        } catch (JacksonException malformed) {
            throw new InferenceFailure.Unavailable("upstream_malformed", label + " sent no valid JSON", malformed);
        }
        throw new InferenceFailure.Unavailable("upstream_malformed", label + " answered without " + name, null);
    }

    /** What the deployment is called in messages. */
    public String label() {
        return label;
    }

    /** The provider's own options for the deployment. */
    public Options options() {
        return endpoint.deployment().call().options();
    }

    /**
     * Asks, and hands out the answer as it is read.
     *
     * @param translation understands this one answer
     * @param delivery how it is wanted
     */
    public Flux<AnswerPart> ask(Exchange exchange, Translation translation, Delivery delivery) {
        return Flux.deferContextual(context -> {
            FrameReading reading = new FrameReading(label, translation, delivery);
            Direct direct = Direct.in(context);
            if (direct != null && plain && exchange.secrets().isEmpty()) {
                return directly(exchange, delivery, reading, context, direct);
            }
            Flux<AnswerPart> answer = post(exchange, context)
                    .response((response, content) -> answer(exchange, response, content, reading));
            Flux<AnswerPart> begun = within(endpoint.clocks().firstToken(), "no first token within ",
                    () -> delivery.stream() && !reading.begun(), answer);
            return within(endpoint.clocks().total(), "the whole answer took longer than ", () -> true, begun)
                    .onErrorMap(failure -> UpstreamFailure.of(label, failure, reading.begun()));
        });
    }

    private Flux<AnswerPart> directly(Exchange exchange, Delivery delivery, FrameReading reading, ContextView context,
            Direct direct) {
        DirectAddress address = DirectAddress.of(exchange.url(), Connections.millis(endpoint.clocks().connect()));
        HttpHeaders headers = new DefaultHttpHeaders();
        headers.set(HttpHeaderNames.USER_AGENT, HttpClient.USER_AGENT);
        headers.set(HttpHeaderNames.HOST, address.authority());
        headers(headers, exchange, context);
        DirectCall.Asked asked = new DirectCall.Asked(this, exchange, delivery, reading, headers, address);
        return Flux.from(client -> {
            DirectCall call = new DirectCall(asked, direct, Operators.toCoreSubscriber(client));
            client.onSubscribe(call);
            call.start();
        });
    }

    /**
     * The clocks of a call that has a connection, in nanoseconds.
     *
     * @param firstToken until something of a stream is there
     * @param idle between pieces of it
     * @param total for everything
     */
    record Limits(long firstToken, long idle, long total) {}

    Limits limits() {
        return limits;
    }

    /** Asks for what never comes as a stream. */
    public Mono<String> fetch(Exchange exchange) {
        return Mono.deferContextual(context -> {
            Flux<String> answer = post(exchange, context)
                    .response((response, content) -> response.status().code() == 200 ? text(content, MOST_BYTES).flux()
                            : refused(exchange, response, content));
            return within(endpoint.clocks().total(), "the whole answer took longer than ", () -> true, answer).single()
                    .onErrorMap(failure -> UpstreamFailure.of(label, failure, false));
        });
    }

    private HttpClient.ResponseReceiver<?> post(Exchange exchange, ContextView context) {
        return http.headers(headers -> headers(headers, exchange, context))
                .post()
                .uri(exchange.url())
                .send(Mono
                        .fromSupplier(() -> Unpooled.wrappedBuffer(exchange.body().getBytes(StandardCharsets.UTF_8))));
    }

    private void headers(HttpHeaders headers, Exchange exchange, ContextView context) {
        headers.set(HttpHeaderNames.CONTENT_TYPE, "application/json");
        headers.set(HttpHeaderNames.ACCEPT, exchange.streamType() + ", application/json");
        endpoint.deployment().call().headers().forEach(headers::set);
        exchange.headers().forEach(headers::set);
        TraceContext.outgoing(context, headers::set);
    }

    private Flux<AnswerPart> answer(Exchange exchange, HttpClientResponse response, ByteBufFlux content,
            FrameReading reading) {
        if (response.status().code() != 200) {
            return refused(exchange, response, content);
        }
        boolean asStream = response.responseHeaders()
                .get(HttpHeaderNames.CONTENT_TYPE, "")
                .toLowerCase(Locale.ROOT)
                .startsWith(exchange.streamType());
        reading.comes(asStream);
        return asStream ? messages(content, exchange.framing().get(), reading)
                : text(content, MOST_BYTES).flatMapIterable(reading::whole);
    }

    private <T> Flux<T> refused(Exchange exchange, HttpClientResponse response, ByteBufFlux content) {
        String retryAfter = response.responseHeaders().get(HttpHeaderNames.RETRY_AFTER);
        return text(content, MOST_ERROR_BYTES)
                .flatMapMany(body -> Flux.error(refusal(exchange, response.status().code(), retryAfter, body)));
    }

    /** What a response that is no answer means. */
    InferenceFailure refusal(Exchange exchange, int status, @Nullable String retryAfter, String body) {
        return UpstreamFailure.of(label, status, retryAfter, withoutSecrets(exchange, body));
    }

    /** The failure of a body that is too large. */
    InferenceFailure tooLarge(int limit) {
        return new InferenceFailure.Unavailable("upstream_too_large",
                label + ": a body of more than " + limit + " bytes (expected: less)", null);
    }

    /** A refusal as it may be told: some servers repeat the key that they refuse. */
    private String withoutSecrets(Exchange exchange, String body) {
        String key = key();
        String told = key == null ? body : body.replace(key, "[key]");
        for (String secret : exchange.secrets()) {
            told = told.replace(secret, "[key]");
        }
        return told;
    }

    private Flux<AnswerPart> messages(ByteBufFlux content, Framing framing, FrameReading reading) {
        Flux<byte[]> bytes = content.asByteArray()
                .timeout(Mono.never(), some -> patience(reading))
                .onErrorResume(TimeoutException.class,
                        stalled -> reading.done() ? Flux.empty()
                                : Flux.error(new TimeoutException(
                                        "nothing came for " + endpoint.clocks().idle().toMillis() + " ms")));
        return bytes.concatMapIterable(framing::add)
                .concatMapIterable(reading::message)
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
                throw tooLarge(limit);
            }
            all.writeBytes(bytes);
            return all;
        }).map(all -> all.toString(StandardCharsets.UTF_8));
    }
}
