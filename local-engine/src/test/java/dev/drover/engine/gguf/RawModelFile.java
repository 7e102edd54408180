package dev.drover.engine.gguf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Parts of a model file written by hand, for files that the writer would not write. */
final class RawModelFile {

    private RawModelFile() {}

    static byte[] header(int version, long tensors, long entries) {
        return little(24).putInt(0x46554747).putInt(version).putLong(tensors).putLong(entries).array();
    }

    static byte[] entry(String key, int type, byte[] value) {
        return join(text(key.getBytes(StandardCharsets.UTF_8)), little(4).putInt(type).array(), value);
    }

    /** An array's type, its count, and whatever follows. */
    static byte[] array(int type, long count, byte[] elements) {
        return join(little(12).putInt(type).putLong(count).array(), elements);
    }

    /** A text's length and bytes. */
    static byte[] text(byte[] bytes) {
        return little(8 + bytes.length).putLong(bytes.length).put(bytes).array();
    }

    static byte[] tensor(String name, int dimensions, long[] shape, int format, long offset) {
        ByteBuffer buffer = little(16 + 8 * shape.length).putInt(dimensions);
        for (long dimension : shape) {
            buffer.putLong(dimension);
        }
        return join(text(name.getBytes(StandardCharsets.UTF_8)), buffer.putInt(format).putLong(offset).array());
    }

    /** A file of one tensor called t, with 64 bytes after its description. */
    static byte[] oneTensor(int dimensions, long[] shape, int format, long offset) {
        return join(header(3, 1, 0), tensor("t", dimensions, shape, format, offset), new byte[64]);
    }

    /** A file of vectors in 32-bit floating point at given places of the data. */
    static byte[] vectors(long dataBytes, long[]... offsetsAndLengths) {
        byte[] file = header(3, offsetsAndLengths.length, 0);
        for (int i = 0; i < offsetsAndLengths.length; i++) {
            long[] place = offsetsAndLengths[i];
            file = join(file, tensor("v" + i, 1, new long[] {place[1]}, 0, place[0]));
        }
        int start = (file.length + 31) / 32 * 32;
        return Arrays.copyOf(file, Math.toIntExact(start + dataBytes));
    }

    static byte[] join(byte[]... parts) {
        ByteBuffer buffer = ByteBuffer.allocate(Arrays.stream(parts).mapToInt(part -> part.length).sum());
        for (byte[] part : parts) {
            buffer.put(part);
        }
        return buffer.array();
    }

    static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Asserts that a file is refused for a field, with the field's place. */
    static void refuses(byte[] bytes, String field) {
        assertThatThrownBy(() -> SmallModelFile.open(bytes)).isInstanceOfSatisfying(InvalidModelFile.class, refusal -> {
            assertThat(refusal.field()).isEqualTo(field);
            assertThat(refusal.offset()).isNotNegative();
        });
    }
}
