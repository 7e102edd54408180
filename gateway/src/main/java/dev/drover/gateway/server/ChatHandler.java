package dev.drover.gateway.server;

import dev.drover.gateway.ChatPipeline;
import dev.drover.gateway.access.Caller;
import dev.drover.gateway.wire.AnswerForm;
import dev.drover.gateway.wire.ChatCall;
import dev.drover.gateway.wire.ChatRequestReader;
import dev.drover.gateway.wire.ChunkWriter;
import dev.drover.gateway.wire.WholeAnswer;
import dev.drover.inference.InferenceFailure;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.concurrent.Queues;

/** Answers {@code POST /v1/chat/completions}, whole or as server-sent events. */
final class ChatHandler {

    static final String DECISION = "x-drover-decision";

    private static final Logger LOG = LoggerFactory.getLogger(ChatHandler.class);

    private final ChatPipeline pipeline;
    private final Readiness readiness;

    ChatHandler(ChatPipeline pipeline, Readiness readiness) {
        this.pipeline = pipeline;
        this.readiness = readiness;
    }

    Mono<ServerResponse> complete(ServerRequest request) {
        Caller caller = pipeline.admit(request.headers().firstHeader(HttpHeaders.HOST),
                request.headers().firstHeader(HttpHeaders.AUTHORIZATION));
        Http.requireJson(request);
        if (request.headers().contentLength().orElse(0) > ServeSettings.MOST_BYTES) {
            throw Http.tooLarge();
        }
        String refusal = readiness.refusal();
        if (refusal != null) {
            request.exchange().getResponse().getHeaders().set(HttpHeaders.CONNECTION, "close");
            throw Readiness.refused(refusal);
        }
        return DataBufferUtils.join(request.body(BodyExtractors.toDataBuffers()), ServeSettings.MOST_BYTES)
                .map(ChatHandler::read)
                .switchIfEmpty(Mono.fromSupplier(() -> ChatRequestReader.read(ByteBuffer.allocate(0))))
                .flatMap(call -> respond(request, caller, call));
    }

    private static ChatCall read(DataBuffer body) {
        try {
            ByteBuffer bytes = ByteBuffer.allocate(body.readableByteCount());
            body.toByteBuffer(bytes);
            return ChatRequestReader.read(bytes);
        } finally {
            DataBufferUtils.release(body);
        }
    }

    private Mono<ServerResponse> respond(ServerRequest request, Caller caller, ChatCall call) {
        ChatPipeline.Answer answer = pipeline.answer(caller, call, fresh(request));
        request.exchange().getResponse().getHeaders().set(DECISION, answer.decision().id());
        AnswerForm form = new AnswerForm("chatcmpl-" + answer.decision().id().substring(2),
                answer.decision().began().getEpochSecond(), answer.decision().asked(), call.includeUsage(),
                answer.decision()::explanation);
        if (call.stream()) {
            return Http.events(events(answer, form));
        }
        return readiness.running(answer.parts())
                .reduceWith(() -> new WholeAnswer(form), WholeAnswer::add)
                .flatMap(whole -> Http.json(200, whole.json()));
    }

    private static boolean fresh(ServerRequest request) {
        return request.headers()
                .header(HttpHeaders.CACHE_CONTROL)
                .stream()
                .map(value -> value.toLowerCase(Locale.ROOT))
                .anyMatch(value -> value.contains("no-cache") || value.contains("no-store"));
    }

    private Flux<String> events(ChatPipeline.Answer answer, AnswerForm form) {
        return Flux.defer(() -> {
            ChunkWriter writer = new ChunkWriter(form);
            AtomicBoolean begun = new AtomicBoolean();
            Flux<String> chunks = readiness.running(answer.parts())
                    .map(writer::write)
                    .filter(event -> !event.isEmpty())
                    .concatWith(Mono.fromSupplier(writer::end));
            return withKeepAlive(chunks, answer.keepAlive()).doOnNext(event -> begun.setPlain(true))
                    .onErrorResume(failure -> begun.getPlain() ? Flux.just(broken(failure)) : Flux.error(failure));
        });
    }

    private static String broken(Throwable failure) {
        if (failure instanceof InferenceFailure known && !known.code().equals("internal_error")) {
            return ChunkWriter.failure(known);
        }
        LOG.error("a stream failed for a reason nobody foresaw", failure);
        return ChunkWriter
                .failure(new InferenceFailure.Broken("internal_error", "Drover failed; the log says why", failure));
    }

    /** Comments at an interval until the first event comes, so that nobody on the way takes the connection for dead. */
    private static Flux<String> withKeepAlive(Flux<String> events, Duration interval) {
        // a failure waits for what came before it
        return events.publish(shared -> Flux.mergeDelayError(Queues.XS_BUFFER_SIZE, shared,
                Flux.interval(interval)
                        .onBackpressureDrop()
                        .map(tick -> ChunkWriter.KEEP_ALIVE)
                        .takeUntilOther(shared.next().then().onErrorComplete())));
    }
}
