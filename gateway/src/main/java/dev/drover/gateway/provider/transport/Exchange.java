package dev.drover.gateway.provider.transport;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * One request to a provider.
 *
 * @param url where it goes
 * @param headers what it carries besides the usual, the key among them
 * @param body JSON
 * @param streamType the content type that an answer has when it comes as a stream
 * @param framing takes a stream apart
 * @param secrets what stands in the headers besides the key and no message may repeat
 */
public record Exchange(String url, Map<String, String> headers, String body, String streamType,
        Supplier<Framing> framing, List<String> secrets) {

    private static final int MOST_EVENT_BYTES = 4 << 20;

    /** A request whose answer may come as server-sent events. */
    public static Exchange events(String url, Map<String, String> headers, String body) {
        return new Exchange(url, headers, body, "text/event-stream", () -> new SseParser(MOST_EVENT_BYTES), List.of());
    }

    /** A request whose answer may come as a JSON object a line. */
    public static Exchange lines(String url, Map<String, String> headers, String body) {
        return new Exchange(url, headers, body, "application/x-ndjson", () -> new LineFraming(MOST_EVENT_BYTES),
                List.of());
    }
}
