package dev.drover.herd.vocabulary;

import java.nio.charset.StandardCharsets;

/**
 * GPT-2's alphabet: a visible character for each of the 256 bytes, so that a vocabulary of byte strings can be written as
 * text. Printable bytes of Latin-1 stand for themselves, the others for the characters from U+0100 upward.
 */
final class ByteAlphabet {

    private static final char[] CHARACTERS = new char[256];
    private static final int[] BYTES = new int[512];

    static {
        int next = 256;
        for (int value = 0; value < 256; value++) {
            boolean printable = (value >= '!' && value <= '~') || (value >= 0xA1 && value <= 0xAC) || value >= 0xAE;
            CHARACTERS[value] = (char) (printable ? value : next++);
            BYTES[CHARACTERS[value]] = value;
        }
    }

    private ByteAlphabet() {}

    /** The character of a byte, given as 0 to 255. */
    static char character(int value) {
        return CHARACTERS[value];
    }

    /** The UTF-8 bytes of a text, each as its character. */
    static String visible(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        StringBuilder visible = new StringBuilder(bytes.length);
        for (byte value : bytes) {
            visible.append(CHARACTERS[value & 0xFF]);
        }
        return visible.toString();
    }

    /** The bytes that a visible text stands for. */
    static byte[] bytes(String visible) {
        byte[] bytes = new byte[visible.length()];
        for (int at = 0; at < bytes.length; at++) {
            bytes[at] = (byte) BYTES[visible.charAt(at)];
        }
        return bytes;
    }
}
