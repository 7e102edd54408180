package dev.drover.gateway.provider.transport;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes a stream of server-sent events apart, however its bytes are cut into pieces. Lines end with LF, CR or CRLF;
 * several {@code data} lines of one event are joined by LF; comments and fields other than {@code data} are left out, and
 * so is a byte order mark at the start.
 */
public final class SseParser implements Framing {

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
    public SseParser(int limit) {
        this.limit = limit;
    }

    @Override
    public List<String> add(byte[] bytes) {
        List<String> events = new ArrayList<>();
        for (byte each : bytes) {
            if (each == '\n' && afterReturn) {
                afterReturn = false;
            } else if (each == '\n' || each == '\r') {
                afterReturn = each == '\r';
                line(events);
            } else {
                afterReturn = false;
                if (line.size() >= limit) {
                    throw Unreadable.tooLarge(limit);
                }
                line.write(each);
            }
        }
        return events;
    }

    private void line(List<String> events) {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        if (first) {
            first = false;
            text = text.startsWith("\uFEFF") ? text.substring(1) : text;
        }
        if (text.isEmpty()) {
            if (hasData) {
                events.add(data.toString());
            }
            data.setLength(0);
            hasData = false;
            return;
        }
        int colon = text.indexOf(':');
        String field = colon < 0 ? text : text.substring(0, colon);
        if (field.equals("data")) {
            String value = colon < 0 ? "" : text.substring(colon + 1);
            append(value.startsWith(" ") ? value.substring(1) : value);
        }
    }

    private void append(String value) {
        if (data.length() + value.length() + 1 > limit) {
            throw Unreadable.tooLarge(limit);
        }
        if (hasData) {
            data.append('\n');
        }
        data.append(value);
        hasData = true;
    }
}
