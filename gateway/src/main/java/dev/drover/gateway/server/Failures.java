package dev.drover.gateway.server;

import dev.drover.gateway.wire.ErrorObject;
import dev.drover.inference.InferenceFailure;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;

/** Answers every failure with an error object, while the response has not begun. */
final class Failures implements WebExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private final String paths;

    /**
     * Creates one.
     *
     * @param paths the paths that are known, for those who ask for others
     */
    Failures(String paths) {
        this.paths = paths;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
        ServerHttpResponse response = exchange.getResponse();
        if (response.isCommitted()) {
            return Mono.error(failure);
        }
        ErrorObject error = error(exchange, failure);
        response.setStatusCode(HttpStatusCode.valueOf(error.status()));
        response.getHeaders().setContentType(MediaType.APPLICATION_JSON);
        response.getHeaders().remove(HttpHeaders.CONTENT_LENGTH);
        if (error.retryAfter() != null) {
            response.getHeaders()
                    .set(HttpHeaders.RETRY_AFTER,
                            Long.toString(Math.max(1, error.retryAfter().plusMillis(999).toSeconds())));
        }
        byte[] body = Routes.dialect(exchange.getRequest().getPath().value())
                .error(error)
                .getBytes(StandardCharsets.UTF_8);
        response.getHeaders().setContentLength(body.length);
        return response.writeWith(Mono.fromSupplier(() -> response.bufferFactory().wrap(body)));
    }

    private ErrorObject error(ServerWebExchange exchange, Throwable failure) {
        return switch (failure) {
            case InferenceFailure known -> known(known);
            case Http.MethodNotAllowed method -> ErrorObject.http(405, "method_not_allowed", told(method));
            case Http.UnsupportedType type -> ErrorObject.http(415, "unsupported_media_type", told(type));
            case DataBufferLimitException large -> ErrorObject.of(Http.tooLarge());
            case ResponseStatusException status when status.getStatusCode().value() == 404 ->
                ErrorObject.http(404, "unknown_path",
                        "path: " + exchange.getRequest().getPath().value() + " (expected: one of " + paths + ")");
            case ResponseStatusException status -> ErrorObject.http(status.getStatusCode().value(), "http_error",
                    status.getReason() == null ? "the request cannot be answered" : status.getReason());
            default -> {
                LOG.error("a request failed for a reason nobody foresaw", failure);
                yield ErrorObject.http(500, "internal_error", "Drover failed; the log says why");
            }
        };
    }

    private static ErrorObject known(InferenceFailure failure) {
        if (failure.code().equals("internal_error")) {
            LOG.error("a model failed for a reason nobody foresaw", failure);
        }
        return ErrorObject.of(failure);
    }

    private static String told(Throwable failure) {
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }
}
