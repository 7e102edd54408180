package dev.drover.gateway.provider.openai;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes a stream of server-sent events apart, however its bytes are cut into pieces. Lines end with LF, CR or CRLF;
 * several {@code data} lines of one event are joined by LF; comments are reported as life; fields other than
 * {@code data} and {@code event} are left out, and so is a byte order mark at the start. Used by one thread at a time.
 */
final class SseParser {

    private static final String COMMENT = "";

    private final int limit;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(512);
    private final StringBuilder data = new StringBuilder();
    private boolean hasData;
    private boolean afterReturn;
    private boolean first = true;

    /**
     * Creates a parser.
     *
     * @param limit how many bytes a line, and how many characters an event, may have
     */
    SseParser(int limit) {
        this.limit = limit;
    }

    /** Something that came. */
    sealed interface Event {}

    /** An event's data. */
    record Data(String text) implements Event {}

    /** A comment: nothing but a sign of life. */
    record Comment() implements Event {}

    /** An event beyond the limit. */
    static final class TooLarge extends RuntimeException {

        private static final long serialVersionUID = 1L;

        TooLarge(int limit) {
            super("event: larger than " + limit + " bytes (expected: less)");
        }
    }

    /**
     * The events that are complete with these bytes.
     *
     * @throws TooLarge when a line or an event goes beyond the limit
     */
    List<Event> add(byte[] bytes) {
        List<Event> events = new ArrayList<>();
        for (byte each : bytes) {
            if (each == '\n' && afterReturn) {
                afterReturn = false;
            } else if (each == '\n' || each == '\r') {
                afterReturn = each == '\r';
                line(events);
            } else {
                afterReturn = false;
                if (line.size() >= limit) {
                    throw new TooLarge(limit);
                }
                line.write(each);
            }
        }
        return events;
    }

    private void line(List<Event> events) {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        if (first) {
            first = false;
            text = text.startsWith("\uFEFF") ? text.substring(1) : text;
        }
        if (text.isEmpty()) {
            if (hasData) {
                events.add(new Data(data.toString()));
            }
            data.setLength(0);
            hasData = false;
            return;
        }
        int colon = text.indexOf(':');
        String field = colon < 0 ? text : text.substring(0, colon);
        if (field.equals(COMMENT)) {
            events.add(new Comment());
        } else if (field.equals("data")) {
            String value = colon < 0 ? "" : text.substring(colon + 1);
            append(value.startsWith(" ") ? value.substring(1) : value);
        }
    }

    private void append(String value) {
        if (data.length() + value.length() + 1 > limit) {
            throw new TooLarge(limit);
        }
        if (hasData) {
            data.append('\n');
        }
        data.append(value);
        hasData = true;
    }
}
