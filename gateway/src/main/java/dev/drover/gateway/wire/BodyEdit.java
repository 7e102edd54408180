package dev.drover.gateway.wire;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request's body, edited in place for an upstream: everything that is not replaced stays as it was written, to the
 * byte.
 *
 * @param text the body under another model name; one that asks for a stream also asks for its usage
 * @param stream whether it asks for a stream
 * @param usageWanted whether it asked for its stream's usage by itself
 */
public record BodyEdit(String text, boolean stream, boolean usageWanted) {

    private static final String USAGE = "include_usage";
    private static final String PREVIOUS = "previous_response_id";

    /**
     * Edits a body.
     *
     * @param body a JSON object without double fields
     * @param model the name to put in
     */
    public static BodyEdit forUpstream(String body, String model) {
        return forUpstream(body, model, true);
    }

    /**
     * Edits the body of a request for a response, which already holds its whole conversation: it goes on from nothing that
     * the upstream keeps.
     *
     * @param body a JSON object without double fields
     * @param model the name to put in
     */
    public static BodyEdit forResponses(String body, String model) {
        BodyEdit named = forUpstream(body, model, false);
        ObjectNode tree = (ObjectNode) Json.mapper().readTree(named.text);
        return tree.has(PREVIOUS) ? new BodyEdit(tree.without(PREVIOUS).toString(), named.stream, true)
                : new BodyEdit(named.text, named.stream, true);
    }

    /**
     * Edits a body.
     *
     * @param body a JSON object without double fields
     * @param model the name to put in
     * @param askUsage whether a stream's usage shall be asked for, too
     */
    public static BodyEdit forUpstream(String body, String model, boolean askUsage) {
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
        ObjectNode asked = options == null
                || !(Json.mapper().readTree(body.substring(options.from, options.to)) instanceof ObjectNode given)
                        ? Json.mapper().createObjectNode()
                        : given;
        boolean usageWanted = asked.path(USAGE).asBoolean(false);
        List<Edit> edits = new ArrayList<>();
        edits.add(edit("model", name, open, Json.quote(model)));
        if (stream && askUsage) {
            edits.add(edit("stream_options", options, open, asked.put(USAGE, true).toString()));
        }
        // the later place first, so that the earlier offsets still hold
        edits.sort(Comparator.comparingInt((Edit edit) -> edit.place.from).reversed());
        StringBuilder edited = new StringBuilder(body);
        edits.forEach(edit -> edited.replace(edit.place.from, edit.place.to, edit.text));
        return new BodyEdit(edited.toString(), stream, usageWanted);
    }

    /** A field's new value: in the place of the old one, or with its name at the object's beginning. */
    private static Edit edit(String field, @Nullable Span old, int open, String value) {
        return old != null ? new Edit(old, value)
                : new Edit(new Span(open, open), Json.quote(field) + ":" + value + ",");
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

    private record Edit(Span place, String text) {}
}
