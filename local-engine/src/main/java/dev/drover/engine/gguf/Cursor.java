package dev.drover.engine.gguf;

import dev.drover.engine.format.LittleEndian;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** A place in a model file that moves on with each value read, and refuses to leave the file. */
final class Cursor {

    private final String file;
    private final MemorySegment bytes;
    private long position;

    Cursor(String file, MemorySegment bytes) {
        this.file = file;
        this.bytes = bytes;
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

    /** A text of at most so many bytes. */
    String text(String field, long longest) {
        long at = position;
        long length = count(field, 1);
        if (length > longest) {
            throw refusal(field, at, length + " bytes", "at most " + longest + " bytes");
        }
        long start = step(field, length);
        ByteBuffer content = bytes.asSlice(start, length).asByteBuffer();
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(content).toString();
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
