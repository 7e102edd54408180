package dev.drover.gateway.server;

import dev.drover.gateway.ChatPipeline;
import dev.drover.gateway.access.Caller;
import dev.drover.gateway.decision.Decision;
import dev.drover.gateway.wire.AnswerForm;
import dev.drover.gateway.wire.AnswerWriter;
import dev.drover.gateway.wire.ChatCall;
import dev.drover.gateway.wire.ChunkWriter;
import dev.drover.gateway.wire.Dialect;
import dev.drover.gateway.wire.ErrorObject;
import dev.drover.inference.AnswerPart;
import dev.drover.inference.InferenceFailure;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.concurrent.Queues;

/** Answers requests for text in one form, whole or as server-sent events. */
final class ChatHandler {

    static final String DECISION = "x-drover-decision";

    private static final Logger LOG = LoggerFactory.getLogger(ChatHandler.class);

    private final ChatPipeline pipeline;
    private final Readiness readiness;
    private final Dialect dialect;

    ChatHandler(ChatPipeline pipeline, Readiness readiness, Dialect dialect) {
        this.pipeline = pipeline;
        this.readiness = readiness;
        this.dialect = dialect;
    }

    Mono<ServerResponse> complete(ServerRequest request) {
        Caller caller = Bodies.admit(pipeline, readiness, request);
        return read(request).flatMap(call -> respond(request, caller, call, writer -> Mono.empty()));
    }

    /** Answers how many tokens the prompt of a request has. */
    Mono<ServerResponse> countTokens(ServerRequest request) {
        Caller caller = Bodies.admit(pipeline, readiness, request);
        return read(request).flatMap(call -> pipeline.countTokens(caller, call.request()))
                .flatMap(count -> Http.json(200, "{\"input_tokens\":" + count + "}"));
    }

    private Mono<ChatCall> read(ServerRequest request) {
        Map<String, String> headers = dialect.headers()
                .stream()
                .filter(name -> !request.headers().header(name).isEmpty())
                .collect(Collectors.toMap(name -> name, name -> String.join(",", request.headers().header(name))));
        return Bodies.read(request, dialect::read).map(call -> call.withHeaders(headers));
    }

    /**
     * Answers a call.
     *
     * @param kept what shall happen once the answer is complete and before its end is told
     */
    Mono<ServerResponse> respond(ServerRequest request, Caller caller, ChatCall call,
            Function<AnswerWriter, Mono<Void>> kept) {
        ChatPipeline.Answer answer = pipeline.answer(caller, call, Bodies.fresh(request));
        request.exchange().getResponse().getHeaders().set(DECISION, answer.decision().id());
        AnswerForm form = new AnswerForm(dialect.idPrefix() + answer.decision().id().substring(2),
                answer.decision().began().getEpochSecond(), answer.decision().asked(), call.includeUsage(),
                answer.decision()::explanation);
        if (call.stream()) {
            return Http.events(events(answer, () -> dialect.stream(form, call), kept));
        }
        return running(answer).reduceWith(() -> dialect.whole(form, call), (whole, part) -> {
            whole.write(part);
            return whole;
        }).flatMap(whole -> ended(whole, kept)).flatMap(body -> Http.json(200, body));
    }

    private Flux<AnswerPart> running(ChatPipeline.Answer answer) {
        return readiness.running(answer.parts())
                .doOnError(failure -> answer.decision().cutOff(Decision.outcome(failure)));
    }

    private static Mono<String> ended(AnswerWriter writer, Function<AnswerWriter, Mono<Void>> kept) {
        return Mono.defer(() -> {
            String end = writer.end();
            return kept.apply(writer).thenReturn(end);
        });
    }

    private Flux<String> events(ChatPipeline.Answer answer, Supplier<AnswerWriter> opened,
            Function<AnswerWriter, Mono<Void>> kept) {
        return Flux.defer(() -> {
            AnswerWriter writer = opened.get();
            AtomicBoolean begun = new AtomicBoolean();
            Flux<String> chunks = running(answer).map(writer::write)
                    .filter(event -> !event.isEmpty())
                    .concatWith(ended(writer, kept).filter(end -> !end.isEmpty()));
            return withKeepAlive(chunks, answer.keepAlive()).doOnNext(event -> begun.setPlain(true))
                    .onErrorResume(failure -> begun.getPlain() ? Flux.just(broken(failure)) : Flux.error(failure));
        });
    }

    private String broken(Throwable failure) {
        if (failure instanceof InferenceFailure known && !known.code().equals("internal_error")) {
            return dialect.failure(ErrorObject.of(known));
        }
        LOG.error("a stream failed for a reason nobody foresaw", failure);
        return dialect.failure(ErrorObject
                .of(new InferenceFailure.Broken("internal_error", "Drover failed; the log says why", failure)));
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
