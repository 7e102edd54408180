package dev.drover.gateway.wire.responses;

import dev.drover.gateway.wire.ChunkWriter;
import dev.drover.gateway.wire.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A response of a provider, handed on as it came; what it was is known once it is complete. */
final class PassedOn {

    private @Nullable JsonNode response;

    /** An event as it is sent, from the data in which it came. */
    String event(String data) {
        JsonNode event = Json.mapper().readTree(data);
        String type = event.path("type").asString("");
        if (type.equals("response.completed") || type.equals("response.incomplete")) {
            response = event.path("response");
        }
        return (type.isEmpty() ? "" : "event: " + type + "\n") + ChunkWriter.event(data);
    }

    /** Notes a response that came whole. */
    void whole(String body) {
        response = Json.mapper().readTree(body);
    }

    /** The response; null while it is not complete. */
    @Nullable
    JsonNode response() {
        return response;
    }
}
