package dev.drover.engine.gguf;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/**
 * What one file says: a whole model, or one part of a model in several files.
 *
 * @param name the file's name
 * @param metadata its metadata
 * @param tensors its tensors, in its order
 * @param places where keys, and tensors as {@code tensor NAME}, are described in it, in bytes
 */
record ModelPart(String name, Metadata metadata, Map<String, Tensor> tensors, Map<String, Long> places) {

    /** Reads what is in memory. */
    static ModelPart of(String name, MemorySegment bytes) {
        GgufReader reader = new GgufReader(name, bytes);
        GgufReader.Content content = reader.read();
        return new ModelPart(name, content.metadata(), content.tensors(), reader.places());
    }

    /** Maps a file into memory and reads it. */
    static ModelPart map(Path path, Arena arena) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            MemorySegment bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            return of(String.valueOf(path.getFileName()), bytes);
        }
    }

    /** The refusal of a tensor. */
    InvalidModelFile refusal(String tensor, Object value, String expected) {
        return new InvalidModelFile(name, "tensor " + tensor, places.getOrDefault("tensor " + tensor, -1L), value,
                expected);
    }
}
