package dev.drover.engine.gguf;

import dev.drover.engine.format.BlockFormats;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** A small file with something of everything. */
final class SmallModelFile {

    private SmallModelFile() {}

    static GgufWriter writer() {
        float[] numbers = new float[64];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = i - 31.5f;
        }
        return new GgufWriter().put("general.architecture", "llama")
                .put("text", "Zürich \uD83D\uDE42")
                .put("count", 7)
                .put("negative", -7)
                .put("long", 1L << 40)
                .put("float", 0.25f)
                .put("double", 0.1)
                .put("truth", true)
                .put("byte", MetadataType.UINT8, 200)
                .put("short", MetadataType.INT16, -300)
                .put("unsigned", MetadataType.UINT32, 4_000_000_000L)
                .put("words", List.of("a", "", "\u2581b"))
                .put("ints", new int[] {1, -2, 3})
                .put("longs", new long[] {1, -2, 1L << 50})
                .put("floats", new float[] {0.5f, -1})
                .put("doubles", new double[] {0.1})
                .put("truths", new boolean[] {true, false})
                .putArray("bytes", MetadataType.UINT8, new int[] {0, 255})
                .tensor("plain", BlockFormats.F32, new float[] {1, 2, 3, 4, 5, 6}, 3, 2)
                .tensor("half", BlockFormats.F16, new float[] {1, 2, 3}, 3)
                .tensor("eight", BlockFormats.Q8_0, numbers, 32, 2)
                .tensor("four", BlockFormats.Q4_0, numbers, 64);
    }

    static byte[] bytes() {
        return bytes(writer());
    }

    static byte[] bytes(GgufWriter writer) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        try {
            writer.write(output);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return output.toByteArray();
    }

    static GgufFile open(byte[] bytes) {
        return GgufFile.of("small.gguf", bytes);
    }
}
