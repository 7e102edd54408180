package dev.drover.gateway.server;

import dev.drover.gateway.ChatPipeline;
import dev.drover.gateway.access.Caller;
import dev.drover.gateway.wire.EmbeddingForm;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Answers {@code POST /v1/embeddings}. */
final class EmbeddingHandler {

    private final ChatPipeline pipeline;
    private final Readiness readiness;

    EmbeddingHandler(ChatPipeline pipeline, Readiness readiness) {
        this.pipeline = pipeline;
        this.readiness = readiness;
    }

    Mono<ServerResponse> embed(ServerRequest request) {
        Caller caller = Bodies.admit(pipeline, readiness, request);
        return Bodies.read(request, EmbeddingForm::read).flatMap(form -> {
            ChatPipeline.Embedding answer = pipeline.embed(caller, form.request());
            request.exchange().getResponse().getHeaders().set(ChatHandler.DECISION, answer.decision().id());
            return readiness.running(answer.made().flux()).single().flatMap(made -> Http.json(200, form.write(made)));
        });
    }
}
