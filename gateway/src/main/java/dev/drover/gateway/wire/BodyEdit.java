package dev.drover.gateway.wire;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Edits a request's body in place: everything that is not replaced stays as it was written, to the byte.
 */
public final class BodyEdit {

    private BodyEdit() {}

    /**
     * The body under another model name; a body that asks for a stream also asks for its usage.
     *
     * @param body a JSON object without double fields
     * @param model the name to put in
     */
    public static String forUpstream(String body, String model) {
        Span name = null;
        Span options = null;
        boolean stream = false;
        int open = 0;
        try (JsonParser parser = Json.parser(body)) {
            parser.nextToken();
            open = offset(parser) + 1;
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String field = parser.currentName();
                JsonToken value = parser.nextToken();
                int from = offset(parser);
                switch (field) {
                    case "model" -> name = span(parser, from);
                    case "stream_options" -> options = span(parser, from);
                    case "stream" -> stream = value == JsonToken.VALUE_TRUE;
                    default -> parser.skipChildren();
                }
            }
        }
        StringBuilder edited = new StringBuilder(body);
        String asked = stream ? withUsage(options == null ? null : body.substring(options.from, options.to)) : null;
        // the later place first, so that the earlier offsets still hold
        if (name != null && options != null && asked != null && options.from > name.from) {
            edited.replace(options.from, options.to, asked);
            edited.replace(name.from, name.to, Json.quote(model));
            return edited.toString();
        }
        if (name != null) {
            edited.replace(name.from, name.to, Json.quote(model));
        }
        if (options != null && asked != null) {
            edited.replace(options.from, options.to, asked);
        }
        if (name == null) {
            edited.insert(open, "\"model\":" + Json.quote(model) + ",");
        }
        if (options == null && asked != null) {
            edited.insert(open, "\"stream_options\":" + asked + ",");
        }
        return edited.toString();
    }

    /** Whether a body asks for its stream's usage. */
    public static boolean wantsUsage(String body) {
        return body.contains("include_usage")
                && Json.mapper().readTree(body).path("stream_options").path("include_usage").asBoolean(false);
    }

    private static String withUsage(@Nullable String options) {
        if (options == null || !options.startsWith("{")) {
            return "{\"include_usage\":true}";
        }
        return ((tools.jackson.databind.node.ObjectNode) Json.mapper().readTree(options)).put("include_usage", true)
                .toString();
    }

    private static Span span(JsonParser parser, int from) {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            parser.getString();
        }
        parser.skipChildren();
        return new Span(from, (int) parser.currentLocation().getCharOffset());
    }

    private static int offset(JsonParser parser) {
        return (int) parser.currentTokenLocation().getCharOffset();
    }

    private record Span(int from, int to) {}
}
