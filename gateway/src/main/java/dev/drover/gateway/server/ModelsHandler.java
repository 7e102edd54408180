package dev.drover.gateway.server;

import dev.drover.gateway.ChatPipeline;
import dev.drover.gateway.access.Caller;
import dev.drover.gateway.roster.Roster;
import dev.drover.gateway.wire.Json;
import java.time.Instant;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Answers {@code GET /v1/models} and {@code GET /v1/models/{id}} with what a caller may ask for. */
final class ModelsHandler {

    private final ChatPipeline pipeline;
    private final long started = Instant.now().getEpochSecond();

    ModelsHandler(ChatPipeline pipeline) {
        this.pipeline = pipeline;
    }

    Mono<ServerResponse> list(ServerRequest request) {
        Caller caller = caller(request);
        ObjectNode body = Json.mapper().createObjectNode().put("object", "list");
        ArrayNode data = body.putArray("data");
        pipeline.roster().get().policies().names(caller.team()).forEach(name -> data.add(model(name)));
        return Http.json(200, body.toString());
    }

    Mono<ServerResponse> one(ServerRequest request) {
        Caller caller = caller(request);
        String name = request.pathVariable("id").substring(1); // a captured rest begins with its slash
        Roster roster = pipeline.roster().get();
        roster.select(name, caller.team());
        return Http.json(200, model(name).toString());
    }

    private Caller caller(ServerRequest request) {
        return Bodies.admit(pipeline, request);
    }

    private ObjectNode model(String name) {
        return Json.mapper()
                .createObjectNode()
                .put("id", name)
                .put("object", "model")
                .put("created", started)
                .put("owned_by", "drover");
    }
}
