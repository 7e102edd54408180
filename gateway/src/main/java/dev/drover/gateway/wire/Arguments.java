package dev.drover.gateway.wire;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Arguments of tools' calls, for forms that tell them as an object instead of a text. */
public final class Arguments {

    private Arguments() {}

    /** The object that a text is; what a model wrote that is none is told under the name {@code invalid_arguments}. */
    public static ObjectNode object(String text) {
        ObjectNode none = Json.mapper().createObjectNode();
        if (text.isBlank()) {
            return none;
        }
        try {
            JsonNode read = Json.mapper().readTree(text);
            return read instanceof ObjectNode object ? object : none.put("invalid_arguments", text);
        } catch (JacksonException malformed) {
            return none.put("invalid_arguments", text);
        }
    }
}
