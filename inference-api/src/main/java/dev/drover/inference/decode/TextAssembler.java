package dev.drover.inference.decode;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts an answer's text together from the bytes of its tokens. Never hands out half a character, nor the beginning of
 * what may become a stop text. Of several stop texts the one that is complete first counts, and of those complete at the
 * same place the longest, so that the answer does not depend on how it was cut into tokens. Bytes that are no UTF-8
 * become U+FFFD.
 */
final class TextAssembler {

    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private final List<String> stops;
    private final StringBuilder held = new StringBuilder();
    private ByteBuffer open = ByteBuffer.allocate(64).flip();
    private @Nullable String stoppedBy;

    /** Creates one; an empty stop text stops nothing. */
    TextAssembler(List<String> stops) {
        this.stops = stops.stream().filter(stop -> !stop.isEmpty()).toList();
    }

    /** Adds a token's bytes; returns the text that is now certain, possibly empty. */
    String add(byte[] bytes) {
        if (stopped()) {
            return "";
        }
        ByteBuffer input = ByteBuffer.allocate(open.remaining() + bytes.length).put(open).put(bytes).flip();
        decode(input, false);
        open = input;
        return release();
    }

    /** Whether a stop text has appeared; nothing after it is handed out. */
    boolean stopped() {
        return stoppedBy != null;
    }

    /** The stop text that has appeared; null while none has. */
    @Nullable
    String stoppedBy() {
        return stoppedBy;
    }

    /** What was held back and is now known to belong to the answer. */
    String finish() {
        if (!stopped()) {
            decode(open, true);
        }
        String rest = held.toString();
        held.setLength(0);
        return rest;
    }

    private void decode(ByteBuffer input, boolean last) {
        CharBuffer output = CharBuffer.allocate(input.remaining() + 4);
        decoder.decode(input, output, last);
        if (last) {
            decoder.flush(output);
        }
        held.append(output.flip());
    }

    private String release() {
        int first = -1;
        int end = Integer.MAX_VALUE;
        for (String stop : stops) {
            int at = held.indexOf(stop);
            if (at >= 0 && (at + stop.length() < end || (at + stop.length() == end && at < first))) {
                first = at;
                end = at + stop.length();
            }
        }
        if (first >= 0) {
            stoppedBy = held.substring(first, end);
            String text = held.substring(0, first);
            held.setLength(0);
            return text;
        }
        int safe = held.length() - longestOpenStop();
        String text = held.substring(0, safe);
        held.delete(0, safe);
        return text;
    }

    private int longestOpenStop() {
        int longest = 0;
        for (String stop : stops) {
            for (int length = Math.min(stop.length() - 1, held.length()); length > longest; length--) {
                if (stop.startsWith(held.substring(held.length() - length))) {
                    longest = length;
                }
            }
        }
        return longest;
    }
}
