package dev.drover.cascade.drafter;

import java.nio.charset.StandardCharsets;

/** Bytes of texts that may end in the midst of a character. */
final class Utf8 {

    private Utf8() {}

    /** Whether bytes end with a whole character. */
    static boolean whole(byte[] bytes) {
        return wholeLength(bytes) == bytes.length;
    }

    /** The text from an offset to the last whole character. */
    static String text(byte[] bytes, int from) {
        int to = wholeLength(bytes);
        return to <= from ? "" : new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    /** How many bytes belong to whole characters. */
    private static int wholeLength(byte[] bytes) {
        int start = bytes.length;
        while (start > 0 && start > bytes.length - 4) {
            start--;
            int lead = bytes[start] & 0xFF;
            if (lead < 0x80 || lead >= 0xC0) {
                int needed = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
                return bytes.length - start >= needed ? bytes.length : start;
            }
        }
        return bytes.length;
    }
}
