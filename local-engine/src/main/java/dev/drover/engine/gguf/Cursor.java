package dev.drover.engine.gguf;

import dev.drover.engine.format.LittleEndian;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * A place in a model file that moves on with each value read. It refuses to leave the file, and to take more memory for
 * what the file says about itself than the file is large and 64 MiB more.
 */
final class Cursor {

    private static final long SPARE = 64L << 20;
    /** What a text takes besides its letters. */
    private static final long TEXT = 56;
    /** What a letter takes at most, while it is read. */
    private static final long LETTER = 4;
    private static final char REPLACEMENT = 0xfffd;

    private final String file;
    private final MemorySegment bytes;
    private long position;
    private long memory;
    private byte[] letters = new byte[256];

    Cursor(String file, MemorySegment bytes) {
        this.file = file;
        this.bytes = bytes;
        this.memory = bytes.byteSize() + SPARE;
    }

    long position() {
        return position;
    }

    long remaining() {
        return bytes.byteSize() - position;
    }

    int u8(String field) {
        return Byte.toUnsignedInt(bytes.get(ValueLayout.JAVA_BYTE, step(field, 1)));
    }

    short i16(String field) {
        return bytes.get(LittleEndian.SHORT, step(field, Short.BYTES));
    }

    int i32(String field) {
        return bytes.get(LittleEndian.INT, step(field, Integer.BYTES));
    }

    long i64(String field) {
        return bytes.get(LittleEndian.LONG, step(field, Long.BYTES));
    }

    float f32(String field) {
        return bytes.get(LittleEndian.FLOAT, step(field, Float.BYTES));
    }

    double f64(String field) {
        return bytes.get(LittleEndian.DOUBLE, step(field, Double.BYTES));
    }

    /**
     * A number of things that follow, each at least so many bytes long: refused when the rest of the file cannot hold
     * them.
     */
    long count(String field, long bytesEach) {
        long at = position;
        long count = i64(field);
        if (count < 0 || count > remaining() / bytesEach) {
            throw refusal(field, at, Long.toUnsignedString(count),
                    "at most " + remaining() / bytesEach + ", which is what the rest of the file can hold");
        }
        return count;
    }

    /** Takes note of memory that is about to be used for a field at a place. */
    void take(String field, long at, long count, long bytesEach) {
        if (count > memory / bytesEach) {
            throw refusal(field, at, count + " of " + bytesEach + " bytes each in memory",
                    "no more in all than the file's size and 64 MiB");
        }
        memory -= count * bytesEach;
    }

    /** A text of at most so many bytes. */
    String text(String field, long longest) {
        long at = position;
        long length = count(field, 1);
        if (length > longest) {
            throw refusal(field, at, length + " bytes", "at most " + longest + " bytes");
        }
        long start = step(field, length);
        take(field, at, TEXT + LETTER * length, 1);
        int count = Math.toIntExact(length);
        if (letters.length < count) {
            letters = new byte[count];
        }
        MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, start, letters, 0, count);
        String text = new String(letters, 0, count, StandardCharsets.UTF_8);
        if (text.indexOf(REPLACEMENT) >= 0) {
            check(field, at, ByteBuffer.wrap(letters, 0, count));
        }
        return text;
    }

    /** A text with the sign for what could not be read: it may have been written so. */
    private void check(String field, long at, ByteBuffer content) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(content);
        } catch (CharacterCodingException malformed) {
            throw refusal(field, at, "bytes that are no UTF-8", "UTF-8");
        }
    }

    InvalidModelFile refusal(String field, long at, Object value, String expected) {
        return new InvalidModelFile(file, field, at, value, expected);
    }

    private long step(String field, long length) {
        long at = position;
        if (length > remaining()) {
            throw refusal(field, at, "the file ends after " + remaining() + " of " + length + " bytes", "all of it");
        }
        position += length;
        return at;
    }
}
