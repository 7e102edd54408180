package dev.drover.engine.gguf;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An open model file, mapped into memory. Safe for use by many threads; closing it while it is in use is refused. */
public final class GgufFile implements AutoCloseable {

    private static final long ALIGNMENT = 64;

    private final String name;
    private final Arena arena;
    private final Metadata metadata;
    private final Map<String, Tensor> tensors;
    private final Map<String, Long> places;

    private GgufFile(String name, Arena arena, MemorySegment bytes) {
        this.name = name;
        this.arena = arena;
        GgufReader reader = new GgufReader(name, bytes);
        GgufReader.Content content = reader.read();
        this.places = reader.places();
        this.metadata = content.metadata();
        this.tensors = content.tensors();
    }

    /**
     * Maps a file and reads all but the tensors' numbers.
     *
     * @throws InvalidModelFile when it is damaged, or in a format that is not in the catalogue
     * @throws IOException when it cannot be read
     */
    public static GgufFile open(Path path) throws IOException {
        Arena arena = Arena.ofShared();
        boolean opened = false;
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            MemorySegment bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            GgufFile file = new GgufFile(String.valueOf(path.getFileName()), arena, bytes);
            opened = true;
            return file;
        } finally {
            if (!opened) {
                arena.close();
            }
        }
    }

    /**
     * Reads a file that is in memory already; the content is copied.
     *
     * @param name for messages
     * @param content the file's bytes
     * @throws InvalidModelFile when it is damaged, or in a format that is not in the catalogue
     */
    public static GgufFile of(String name, byte[] content) {
        Arena arena = Arena.ofShared();
        boolean opened = false;
        try {
            MemorySegment bytes = arena.allocate(content.length, ALIGNMENT).copyFrom(MemorySegment.ofArray(content));
            GgufFile file = new GgufFile(name, arena, bytes.asReadOnly());
            opened = true;
            return file;
        } finally {
            if (!opened) {
                arena.close();
            }
        }
    }

    /** The file's name. */
    public String name() {
        return name;
    }

    /** What the file says about itself. */
    public Metadata metadata() {
        return metadata;
    }

    /** Its tensors, in the file's order. */
    public Collection<Tensor> tensors() {
        return Collections.unmodifiableCollection(tensors.values());
    }

    /** A tensor; null when there is none of that name. */
    public @Nullable Tensor tensor(String tensorName) {
        return tensors.get(tensorName);
    }

    /**
     * A matrix of a given shape.
     *
     * @throws InvalidModelFile when there is none of that name and shape
     */
    public Tensor matrix(String tensorName, long rows, long columns) {
        Tensor tensor = tensors.get(tensorName);
        if (tensor == null) {
            throw new InvalidModelFile(name, "tensor " + tensorName, -1, "absent", rows + " x " + columns);
        }
        if (tensor.columns() != columns || tensor.rows() != rows) {
            throw new InvalidModelFile(name, "tensor " + tensorName, places.getOrDefault("tensor " + tensorName, -1L),
                    tensor.rows() + " x " + tensor.columns(), rows + " x " + columns);
        }
        return tensor;
    }

    /** Gives the mapping back; the tensors' data must not be used afterwards. */
    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }
}
