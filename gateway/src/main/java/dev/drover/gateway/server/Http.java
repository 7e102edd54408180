package dev.drover.gateway.server;

import dev.drover.inference.InferenceFailure.Rejected;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Small parts that handlers are made of. Bodies are written as bytes: no codec is asked. */
final class Http {

    private Http() {}

    /** A response with a JSON body. */
    static Mono<ServerResponse> json(int status, String body) {
        return text(status, MediaType.APPLICATION_JSON, body);
    }

    /** A response with a text body. */
    static Mono<ServerResponse> text(int status, MediaType type, String body) {
        return ServerResponse.status(status).contentType(type).body((output, context) -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            output.getHeaders().setContentLength(bytes.length);
            return output.writeWith(Mono.fromSupplier(() -> output.bufferFactory().wrap(bytes)));
        });
    }

    /** A response that writes each piece as soon as it is there. */
    static Mono<ServerResponse> events(Flux<String> events) {
        return ServerResponse.ok()
                .contentType(MediaType.TEXT_EVENT_STREAM)
                .header(HttpHeaders.CACHE_CONTROL, "no-cache")
                .header("X-Accel-Buffering", "no")
                .body((output, context) -> output.writeAndFlushWith(events.map(event -> Mono
                        .fromSupplier(() -> output.bufferFactory().wrap(event.getBytes(StandardCharsets.UTF_8))))));
    }

    /** A path with the methods it knows, HEAD wherever GET is; any other method gets 405. */
    static RouterFunction<ServerResponse> path(String pattern, Map<HttpMethod, Handler> handlers) {
        Set<HttpMethod> allowed = new TreeSet<>(handlers.keySet());
        if (allowed.contains(HttpMethod.GET)) {
            allowed.add(HttpMethod.HEAD);
        }
        return RouterFunctions.route(RequestPredicates.path(pattern), request -> {
            Handler handler = handlers
                    .get(request.method().equals(HttpMethod.HEAD) ? HttpMethod.GET : request.method());
            if (handler == null) {
                request.exchange().getResponse().getHeaders().setAllow(allowed);
                throw new MethodNotAllowed(request.method().name(), request.path(), allowed.toString());
            }
            return handler.handle(request);
        });
    }

    /** Answers a request. */
    @FunctionalInterface
    interface Handler {

        /** Answers a request. */
        Mono<ServerResponse> handle(ServerRequest request);
    }

    /** A method that a path does not know. */
    static final class MethodNotAllowed extends RuntimeException {

        private static final long serialVersionUID = 1L;

        MethodNotAllowed(String method, String path, String allowed) {
            super("method: " + method + " on " + path + " (expected: one of " + allowed + ")");
        }
    }

    /**
     * Demands a JSON body.
     *
     * @throws UnsupportedType when the request says that it is none
     */
    static void requireJson(ServerRequest request) {
        String type = request.headers().firstHeader(HttpHeaders.CONTENT_TYPE);
        String essence = type == null ? "" : type.split(";", 2)[0].strip();
        if (!essence.equalsIgnoreCase(MediaType.APPLICATION_JSON_VALUE)) {
            throw new UnsupportedType(type);
        }
    }

    /** A body that is no JSON. */
    static final class UnsupportedType extends RuntimeException {

        private static final long serialVersionUID = 1L;

        UnsupportedType(@Nullable String type) {
            super("Content-Type: " + (type == null ? "missing" : type) + " (expected: application/json)");
        }
    }

    /** A body that is too large. */
    static Rejected tooLarge() {
        return new Rejected(413, "body_too_large", null, "body: more than " + ServeSettings.MOST_BYTES
                + " bytes (expected: at most that); shorten the conversation");
    }
}
