package dev.drover.gateway.provider.bedrock;

import dev.drover.gateway.provider.transport.Framing;
import dev.drover.gateway.wire.Json;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * Amazon's event stream ({@code application/vnd.amazon.eventstream}), each message as a JSON object of one field: the name
 * of its event or exception, with its payload.
 *
 * <p>
 * A message is its length and that of its headers (32 bits each, the most significant byte first), a CRC-32 of these, the
 * headers, the payload, and a CRC-32 of all before it. A header is its name behind a byte with the name's length, a byte
 * with its type, and a value, which texts and bytes begin with their length in 16 bits.
 */
final class EventStreamFraming implements Framing {

    private static final int PRELUDE = 12;
    private static final int LEAST = PRELUDE + 4;

    private final int limit;
    private byte[] held = new byte[0];

    /**
     * Creates one.
     *
     * @param limit how many bytes a message may have
     */
    EventStreamFraming(int limit) {
        this.limit = limit;
    }

    @Override
    public List<String> add(byte[] bytes) {
        byte[] all = Arrays.copyOf(held, held.length + bytes.length);
        System.arraycopy(bytes, 0, all, held.length, bytes.length);
        List<String> messages = new ArrayList<>();
        int at = 0;
        while (all.length - at >= PRELUDE) {
            int length = length(ByteBuffer.wrap(all, at, PRELUDE).slice());
            if (all.length - at < length) {
                break;
            }
            messages.add(message(ByteBuffer.wrap(all, at, length).slice()));
            at += length;
        }
        held = Arrays.copyOfRange(all, at, all.length);
        return messages;
    }

    private int length(ByteBuffer prelude) {
        int length = prelude.getInt(0);
        int headers = prelude.getInt(4);
        check(prelude, PRELUDE - 4, "prelude");
        if (length > limit) {
            throw Unreadable.tooLarge(limit);
        }
        if (length < LEAST || headers < 0 || headers > length - LEAST) {
            throw new Unreadable(
                    "event: " + length + " bytes with " + headers + " of headers (expected: headers within)");
        }
        return length;
    }

    private static void check(ByteBuffer bytes, int end, String what) {
        CRC32 sum = new CRC32();
        sum.update(bytes.slice(0, end));
        if ((int) sum.getValue() != bytes.getInt(end)) {
            throw new Unreadable("event: a " + what + " whose checksum is wrong (expected: one as it was sent)");
        }
    }

    private static String message(ByteBuffer message) {
        int end = message.limit() - 4;
        check(message, end, "message");
        int payload = PRELUDE + message.getInt(4);
        Map<String, String> headers = headers(message.slice(PRELUDE, payload - PRELUDE));
        String text = StandardCharsets.UTF_8.decode(message.slice(payload, end - payload)).toString();
        String kind = headers.getOrDefault(":message-type", "event");
        if (kind.equals("error")) {
            return "{\"error\":{\"code\":" + Json.quote(headers.getOrDefault(":error-code", "")) + ",\"message\":"
                    + Json.quote(headers.getOrDefault(":error-message", "")) + "}}";
        }
        return "{" + Json.quote(headers.getOrDefault(":" + kind + "-type", "")) + ":" + (text.isBlank() ? "{}" : text)
                + "}";
    }

    /** The headers whose values are texts. */
    private static Map<String, String> headers(ByteBuffer bytes) {
        Map<String, String> headers = new HashMap<>();
        while (bytes.hasRemaining()) {
            String name = text(bytes, Byte.toUnsignedInt(bytes.get()));
            switch (next(bytes, 1).get()) {
                case 0, 1 -> {
                    // the type is the value: true or false
                }
                case 2 -> next(bytes, 1);
                case 3 -> next(bytes, 2);
                case 4 -> next(bytes, 4);
                case 5, 8 -> next(bytes, 8);
                case 6 -> next(bytes, Short.toUnsignedInt(next(bytes, 2).getShort()));
                case 7 -> headers.put(name, text(bytes, Short.toUnsignedInt(next(bytes, 2).getShort())));
                case 9 -> next(bytes, 16);
                default -> throw new Unreadable("event: a header of an unknown type (expected: one of 0 to 9)");
            }
        }
        return headers;
    }

    private static String text(ByteBuffer bytes, int length) {
        return StandardCharsets.UTF_8.decode(next(bytes, length)).toString();
    }

    private static ByteBuffer next(ByteBuffer bytes, int length) {
        if (bytes.remaining() < length) {
            throw new Unreadable("event: a header beyond its end (expected: headers as long as they say)");
        }
        ByteBuffer next = bytes.slice(bytes.position(), length);
        bytes.position(bytes.position() + length);
        return next;
    }
}
