package dev.drover.gateway.server;

import dev.drover.gateway.telemetry.HttpCall;
import dev.drover.gateway.telemetry.HttpCalls;
import dev.drover.gateway.trace.TraceContext;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;

/** Has every request but probes measured, traced and logged. */
final class Watch implements HttpHandler {

    private static final String LANE = "reactive";
    private static final int FAILED = 500;

    private final HttpHandler handler;
    private final HttpCalls calls;

    Watch(HttpHandler handler, HttpCalls calls) {
        this.handler = handler;
        this.calls = calls;
    }

    @Override
    public Mono<Void> handle(ServerHttpRequest request, ServerHttpResponse response) {
        String path = request.getPath().value();
        if (path.startsWith(Routes.HEALTH)) {
            return handler.handle(request, response);
        }
        return Mono.defer(() -> {
            HttpCall call = calls.begin(request.getMethod().name(), Routes.pattern(path), LANE,
                    request.getHeaders()::getFirst);
            return handler.handle(request, call.counts() ? new Counted(response, call) : response)
                    .doFinally(signal -> call.end(status(response, signal),
                            response.getHeaders().getFirst(ChatHandler.DECISION)))
                    .contextWrite(TraceContext.within(call.trace()));
        });
    }

    private static int status(ServerHttpResponse response, SignalType signal) {
        HttpStatusCode status = response.getStatusCode();
        boolean gone = signal == SignalType.CANCEL || (signal == SignalType.ON_ERROR && response.isCommitted());
        return gone ? HttpCall.CLIENT_GONE
                : status != null ? status.value() : signal == SignalType.ON_ERROR ? FAILED : 200;
    }

    /** A response whose body's bytes are counted as they are sent. */
    private static final class Counted extends ServerHttpResponseDecorator {

        private final HttpCall call;

        Counted(ServerHttpResponse response, HttpCall call) {
            super(response);
            this.call = call;
        }

        @Override
        public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
            return super.writeWith(counted(body));
        }

        @Override
        public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
            return super.writeAndFlushWith(Flux.from(body).map(this::counted));
        }

        private Publisher<? extends DataBuffer> counted(Publisher<? extends DataBuffer> body) {
            return body instanceof Mono<? extends DataBuffer> one ? one.doOnNext(this::count)
                    : Flux.from(body).doOnNext(this::count);
        }

        private void count(DataBuffer buffer) {
            call.sent(buffer.readableByteCount());
        }
    }
}
