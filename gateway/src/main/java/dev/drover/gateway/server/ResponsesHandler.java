package dev.drover.gateway.server;

import dev.drover.gateway.ChatPipeline;
import dev.drover.gateway.access.Caller;
import dev.drover.gateway.response.ResponseStore;
import dev.drover.gateway.response.StoredResponse;
import dev.drover.gateway.wire.Json;
import dev.drover.gateway.wire.responses.ResponseWriter;
import dev.drover.gateway.wire.responses.ResponsesDialect;
import dev.drover.gateway.wire.responses.ResponsesRequest;
import dev.drover.inference.InferenceFailure.Rejected;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Answers {@code /v1/responses} and what is below it. */
final class ResponsesHandler {

    private static final int USUAL_PAGE = 20;
    private static final int LARGEST_PAGE = 100;

    private final ChatPipeline pipeline;
    private final Readiness readiness;
    private final ResponseStore store;
    private final ChatHandler answers;

    ResponsesHandler(ChatPipeline pipeline, Readiness readiness, ResponseStore store) {
        this.pipeline = pipeline;
        this.readiness = readiness;
        this.store = store;
        this.answers = new ChatHandler(pipeline, readiness, new ResponsesDialect());
    }

    Mono<ServerResponse> create(ServerRequest request) {
        Caller caller = Bodies.admit(pipeline, readiness, request);
        return Bodies.read(request, ResponsesRequest::read)
                .flatMap(asked -> before(caller, asked).flatMap(before -> answers.respond(request, caller,
                        asked.after(before), writer -> keep(caller, asked, before, (ResponseWriter) writer))));
    }

    /** Answers how many tokens the input of a request has. */
    Mono<ServerResponse> countTokens(ServerRequest request) {
        Caller caller = Bodies.admit(pipeline, readiness, request);
        return Bodies.read(request, ResponsesRequest::read)
                .flatMap(asked -> before(caller, asked)
                        .flatMap(before -> pipeline.countTokens(caller, asked.after(before).request())))
                .flatMap(count -> Http.json(200,
                        "{\"object\":\"response.input_tokens\",\"input_tokens\":" + count + "}"));
    }

    /** The items of the conversation that a request goes on with. */
    private Mono<ArrayNode> before(Caller caller, ResponsesRequest asked) {
        String previous = asked.previous();
        if (previous == null) {
            return Mono.fromSupplier(() -> Json.mapper().createArrayNode());
        }
        return store.find(caller.team(), previous)
                .map(ResponsesHandler::items)
                .switchIfEmpty(Mono.error(() -> new Rejected(404, "previous_response_not_found", "previous_response_id",
                        "previous_response_id: " + shown(previous)
                                + " (expected: the id of a stored response of the last 24 hours)")));
    }

    private static ArrayNode items(StoredResponse stored) {
        ArrayNode items = (ArrayNode) Json.mapper().readTree(stored.input());
        Json.mapper().readTree(stored.response()).path("output").forEach(items::add);
        return items;
    }

    private Mono<Void> keep(Caller caller, ResponsesRequest asked, ArrayNode before, ResponseWriter writer) {
        if (!asked.store()) {
            return Mono.empty();
        }
        ArrayNode input = before.deepCopy().addAll(asked.items());
        return store.keep(caller.team(), writer.id(), new StoredResponse(writer.response(), input.toString()));
    }

    Mono<ServerResponse> one(ServerRequest request) {
        return found(request).flatMap(stored -> Http.json(200, stored.response()));
    }

    Mono<ServerResponse> forget(ServerRequest request) {
        Caller caller = Bodies.admit(pipeline, request);
        String id = request.pathVariable("id");
        return store.forget(caller.team(), id).flatMap(there -> {
            if (!there) {
                throw unknown(id);
            }
            ObjectNode told = Json.mapper().createObjectNode().put("id", id).put("object", "response.deleted");
            return Http.json(200, told.put("deleted", true).toString());
        });
    }

    /** The items that a response answered, the newest first unless asked otherwise, a page at a time. */
    Mono<ServerResponse> input(ServerRequest request) {
        return found(request).flatMap(stored -> {
            List<JsonNode> items = new ArrayList<>();
            Json.mapper().readTree(stored.input()).forEach(item -> items.add(named(item, items.size())));
            if (!request.queryParam("order").orElse("desc").equals("asc")) {
                Collections.reverse(items);
            }
            String after = request.queryParam("after").orElse("");
            List<JsonNode> rest = items.stream()
                    .dropWhile(item -> !after.isEmpty() && !item.path("id").asString("").equals(after))
                    .skip(after.isEmpty() ? 0 : 1)
                    .toList();
            int limit = limit(request.queryParam("limit").orElse(Integer.toString(USUAL_PAGE)));
            List<JsonNode> page = rest.subList(0, Math.min(limit, rest.size()));
            ObjectNode list = Json.mapper().createObjectNode().put("object", "list");
            page.forEach(list.putArray("data")::add);
            list.put("first_id", page.isEmpty() ? null : page.getFirst().path("id").asString());
            list.put("last_id", page.isEmpty() ? null : page.getLast().path("id").asString());
            return Http.json(200, list.put("has_more", page.size() < rest.size()).toString());
        });
    }

    private static int limit(String written) {
        try {
            int limit = Integer.parseInt(written);
            if (limit >= 1 && limit <= LARGEST_PAGE) {
                return limit;
            }
        } catch (NumberFormatException noNumber) {
            throw wrongLimit(written);
        }
        throw wrongLimit(written);
    }

    private static Rejected wrongLimit(String written) {
        return new Rejected(400, "invalid_value", "limit",
                "limit: " + shown(written) + " (expected: a whole number from 1 to " + LARGEST_PAGE + ")");
    }

    /** An item under an id, which those that came without one get by their place. */
    private static JsonNode named(JsonNode item, int place) {
        return item.has("id") || !(item instanceof ObjectNode object) ? item : object.put("id", "item_" + place);
    }

    private Mono<StoredResponse> found(ServerRequest request) {
        Caller caller = Bodies.admit(pipeline, request);
        String id = request.pathVariable("id");
        return store.find(caller.team(), id).switchIfEmpty(Mono.error(() -> unknown(id)));
    }

    private static Rejected unknown(String id) {
        return new Rejected(404, "response_not_found", null,
                "response: " + shown(id) + " (expected: the id of a stored response of the last 24 hours)");
    }

    private static String shown(String text) {
        return text.length() <= 100 ? text : text.substring(0, 100) + "...";
    }
}
