package dev.drover.engine.tokenizer;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * GPT-2's alphabet: a visible character for each of the 256 bytes. Printable bytes of Latin-1 stand for themselves, the
 * others for the characters from U+0100 upward.
 */
final class ByteAlphabet {

    private static final char[] CHARACTERS = new char[256];
    private static final short[] BYTES = new short[512];

    static {
        Arrays.fill(BYTES, (short) -1);
        int next = 256;
        for (int value = 0; value < 256; value++) {
            boolean printable = (value >= '!' && value <= '~') || (value >= 0xA1 && value <= 0xAC) || value >= 0xAE;
            CHARACTERS[value] = (char) (printable ? value : next++);
            BYTES[CHARACTERS[value]] = (short) value;
        }
    }

    private ByteAlphabet() {}

    /** The character of a byte, given as 0 to 255. */
    static char character(int value) {
        return CHARACTERS[value];
    }

    /** The byte of a character as 0 to 255; -1 for a character outside the alphabet. */
    static int value(char character) {
        return character < BYTES.length ? BYTES[character] : -1;
    }

    /** Bytes, each as its character. */
    static String visible(byte[] bytes) {
        StringBuilder visible = new StringBuilder(bytes.length);
        for (byte value : bytes) {
            visible.append(CHARACTERS[value & 0xFF]);
        }
        return visible.toString();
    }

    /** The bytes that a visible text stands for; characters outside the alphabet stand for themselves. */
    static byte[] bytes(String visible) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(visible.length());
        visible.codePoints().forEach(character -> {
            int value = character < BYTES.length ? BYTES[character] : -1;
            if (value >= 0) {
                bytes.write(value);
            } else {
                bytes.writeBytes(Character.toString(character).getBytes(StandardCharsets.UTF_8));
            }
        });
        return bytes.toByteArray();
    }
}
