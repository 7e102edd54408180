package dev.drover.gateway.bench;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What must be known of the head of a message. */
final class HttpHeads {

    private HttpHeads() {}

    /** The length of the body by {@code Content-Length}; -1 when it does not say, or says so in another way. */
    static int length(ByteBuf in, int begin, int bytes) {
        String length = header(in.toString(begin, bytes, StandardCharsets.US_ASCII), "\r\ncontent-length:");
        return length == null ? -1 : Integer.parseInt(length);
    }

    /**
     * A header's value.
     *
     * @param name in small letters, between the end of the line before and its colon
     */
    static @Nullable String header(String head, String name) {
        int at = head.toLowerCase(Locale.ROOT).indexOf(name);
        return at < 0 ? null : head.substring(at + name.length(), head.indexOf('\r', at + 2)).strip();
    }
}
