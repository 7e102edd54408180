package dev.drover.gateway.provider.transport;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A message a line, as in newline-delimited JSON; empty lines are none. The last line need not end. */
public final class LineFraming implements Framing {

    private final int limit;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(512);

    /**
     * Creates one.
     *
     * @param limit how many bytes a line may have
     */
    public LineFraming(int limit) {
        this.limit = limit;
    }

    @Override
    public List<String> add(byte[] bytes) {
        List<String> messages = new ArrayList<>();
        for (byte each : bytes) {
            if (each == '\n') {
                String text = line.toString(StandardCharsets.UTF_8).strip();
                line.reset();
                if (!text.isEmpty()) {
                    messages.add(text);
                }
            } else if (line.size() >= limit) {
                throw Unreadable.tooLarge(limit);
            } else {
                line.write(each);
            }
        }
        return messages;
    }
}
