package dev.drover.gateway.server;

import dev.drover.gateway.ChatPipeline;
import dev.drover.gateway.access.Caller;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.server.ServerRequest;
import reactor.core.publisher.Mono;

/** What happens to every request that carries work, before anybody knows what it asks for. */
final class Bodies {

    private Bodies() {}

    /** Lets a caller in by its key, which may come as Anthropic's clients send it. */
    static Caller admit(ChatPipeline pipeline, ServerRequest request) {
        return pipeline.admit(request.headers().firstHeader(HttpHeaders.HOST), authorization(request));
    }

    /** Lets a caller in who brings JSON, of no more than is read, at a time when requests are taken. */
    static Caller admit(ChatPipeline pipeline, Readiness readiness, ServerRequest request) {
        Caller caller = admit(pipeline, request);
        Http.requireJson(request);
        if (request.headers().contentLength().orElse(0) > ServeSettings.MOST_BYTES) {
            throw Http.tooLarge();
        }
        String refusal = readiness.refusal();
        if (refusal != null) {
            request.exchange().getResponse().getHeaders().set(HttpHeaders.CONNECTION, "close");
            throw Readiness.refused(refusal);
        }
        return caller;
    }

    private static @Nullable String authorization(ServerRequest request) {
        String authorization = request.headers().firstHeader(HttpHeaders.AUTHORIZATION);
        String key = request.headers().firstHeader("x-api-key");
        return authorization == null && key != null ? "Bearer " + key : authorization;
    }

    /** Reads a whole body. */
    static <T> Mono<T> read(ServerRequest request, Function<ByteBuffer, T> reader) {
        return DataBufferUtils.join(request.body(BodyExtractors.toDataBuffers()), ServeSettings.MOST_BYTES)
                .map(body -> read(body, reader))
                .switchIfEmpty(Mono.fromSupplier(() -> reader.apply(ByteBuffer.allocate(0))));
    }

    private static <T> T read(DataBuffer body, Function<ByteBuffer, T> reader) {
        try {
            ByteBuffer bytes = ByteBuffer.allocate(body.readableByteCount());
            body.toByteBuffer(bytes);
            return reader.apply(bytes);
        } finally {
            DataBufferUtils.release(body);
        }
    }

    /** Whether an answer made earlier is unwanted. */
    static boolean fresh(ServerRequest request) {
        return request.headers()
                .header(HttpHeaders.CACHE_CONTROL)
                .stream()
                .map(value -> value.toLowerCase(Locale.ROOT))
                .anyMatch(value -> value.contains("no-cache") || value.contains("no-store"));
    }
}
