package dev.drover.gateway.provider;

import dev.drover.gateway.provider.transport.Framing;
import dev.drover.gateway.provider.transport.Translation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What a provider sent, in its own form, on occasions that all providers know.
 *
 * @param type the content type of its streams
 * @param framing takes its streams apart
 * @param translation understands its answers
 * @param text messages of an answer {@code Hello there!} in two pieces, 11 tokens in and 6 out
 * @param tools messages of an answer that calls {@code get_weather} with {@code {"city":"Paris"}} and {@code get_time} with
 *            {@code {"zone":"CET"}}
 * @param thoughts messages of an answer that thinks {@code Let me see.} and says {@code 42}
 * @param length messages of an answer {@code Once} that was cut by the limit on tokens
 * @param error a message that is an error inside a stream: {@code out of memory}
 * @param whole an answer {@code Hello there!} that came whole, 11 tokens in and 6 out
 * @param wire what messages look like on their way
 */
public record Recording(String type, Supplier<Framing> framing, Supplier<Translation> translation, List<String> text,
        List<String> tools, List<String> thoughts, List<String> length, String error, String whole,
        Function<List<String>, byte[]> wire) {

    /** Server-sent events. */
    public static Recording events(Supplier<Framing> framing, Supplier<Translation> translation, Recorded recorded) {
        return new Recording("text/event-stream", framing, translation, events(recorded.text), events(recorded.tools),
                events(recorded.thoughts), events(recorded.length), "data: " + recorded.error, recorded.whole,
                messages -> joined(messages, "\n\n"));
    }

    /** JSON objects, a line each. */
    public static Recording lines(Supplier<Framing> framing, Supplier<Translation> translation, Recorded recorded) {
        return new Recording("application/x-ndjson", framing, translation, recorded.text, recorded.tools,
                recorded.thoughts, recorded.length, recorded.error, recorded.whole, messages -> joined(messages, "\n"));
    }

    private static List<String> events(List<String> messages) {
        return messages.stream().map(message -> "data: " + message).toList();
    }

    /** The messages alone. */
    public record Recorded(List<String> text, List<String> tools, List<String> thoughts, List<String> length,
            String error, String whole) {

        /** Messages that stand a line each. */
        public static Recorded of(String text, String tools, String thoughts, String length, String error,
                String whole) {
            return new Recorded(text.lines().toList(), tools.lines().toList(), thoughts.lines().toList(),
                    length.lines().toList(), error, whole);
        }
    }

    /** A stream of messages as it comes over the wire. */
    public byte[] stream(List<String> messages) {
        return wire.apply(messages);
    }

    private static byte[] joined(List<String> messages, String separator) {
        return (String.join(separator, messages) + separator).getBytes(StandardCharsets.UTF_8);
    }
}
