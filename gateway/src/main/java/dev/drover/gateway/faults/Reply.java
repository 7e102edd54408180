package dev.drover.gateway.faults;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What the client got.
 *
 * @param status the HTTP status
 * @param headers the headers
 * @param body the body as it came, a stream's events too
 * @param took from the request to the end of the body
 */
record Reply(int status, HttpHeaders headers, String body, Duration took) {

    /** The data of a stream's events. */
    List<String> events() {
        return body.lines()
                .filter(line -> line.startsWith("data:"))
                .map(line -> line.substring("data:".length()).strip())
                .toList();
    }

    /** The chunks of a stream as trees. */
    List<JsonNode> chunks() {
        return events().stream().filter(data -> data.startsWith("{")).map(Text::json).toList();
    }

    /** Whether it is a stream of events. */
    boolean stream() {
        return headers.firstValue("content-type").orElse("").startsWith("text/event-stream");
    }

    /** Whether a stream says that this was all. */
    boolean done() {
        return events().contains(Text.DONE);
    }

    /** The text that was answered, whole or chunk by chunk. */
    String text() {
        if (!stream()) {
            return Text.json(body).path("choices").path(0).path("message").path("content").asString("");
        }
        StringBuilder text = new StringBuilder();
        chunks().forEach(
                chunk -> text.append(chunk.path("choices").path(0).path("delta").path("content").asString("")));
        return text.toString();
    }

    /** The error in it: of the body, or of the last event that is one; missing when there is none. */
    JsonNode error() {
        List<JsonNode> trees = new ArrayList<>(chunks());
        if (!stream()) {
            trees.add(Text.json(body));
        }
        return trees.stream()
                .map(tree -> tree.path("error"))
                .filter(JsonNode::isObject)
                .reduce((first, last) -> last)
                .orElse(tools.jackson.databind.node.MissingNode.getInstance());
    }

    /** A header; empty when it did not come. */
    String header(String name) {
        return headers.firstValue(name).orElse("");
    }

    /** What it is, shortened, for a message. */
    @Override
    public String toString() {
        String shown = body.strip().replaceAll("\\s+", " ");
        return status + " " + (shown.length() <= 160 ? shown : "..." + shown.substring(shown.length() - 160));
    }
}
