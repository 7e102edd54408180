package dev.drover.engine.gguf;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** An open model file, mapped into memory. Safe for use by many threads, but for the building of a network over it; closing it while it is in use is refused. */
public final class GgufFile implements AutoCloseable {

    private static final long ALIGNMENT = 64;

    private final Arena arena;
    private final List<ModelPart> parts;
    private final Map<String, Tensor> tensors = new LinkedHashMap<>();
    private final Set<String> taken = new HashSet<>();
    private LongConsumer watcher = bytes -> {
    };
    private long takenBytes;

    private GgufFile(List<ModelPart> parts, Arena arena) {
        this.arena = arena;
        this.parts = parts;
        parts.forEach(part -> tensors.putAll(part.tensors()));
    }

    /**
     * Maps a file and reads all but the tensors' numbers; of a model in several files, the first and with it the
     * others.
     *
     * @throws InvalidModelFile when it is damaged, a part is absent, or a format is not in the catalogue
     * @throws IOException when it cannot be read
     */
    public static GgufFile open(Path path) throws IOException {
        Arena arena = Arena.ofShared();
        boolean opened = false;
        try {
            GgufFile file = new GgufFile(SplitModel.parts(path, ModelPart.map(path, arena), arena), arena);
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
     * @throws InvalidModelFile when it is damaged, one of several files of a model, or in a format that is not in the
     *         catalogue
     */
    public static GgufFile of(String name, byte[] content) {
        Arena arena = Arena.ofShared();
        boolean opened = false;
        try {
            MemorySegment bytes = arena.allocate(content.length, ALIGNMENT).copyFrom(MemorySegment.ofArray(content));
            ModelPart part = ModelPart.of(name, bytes.asReadOnly());
            int count = SplitModel.count(part);
            if (count != 1) {
                throw part.metadata().refusal("split.count", count, "1, or a file on disk with the others beside it");
            }
            GgufFile file = new GgufFile(List.of(part), arena);
            opened = true;
            return file;
        } finally {
            if (!opened) {
                arena.close();
            }
        }
    }

    /** The file's name; of a model in several files, the first one's. */
    public String name() {
        return parts.getFirst().name();
    }

    /** In how many files the model is. */
    public int files() {
        return parts.size();
    }

    /** What the file says about itself. */
    public Metadata metadata() {
        return parts.getFirst().metadata();
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
            throw parts.getFirst().refusal(tensorName, "absent", rows + " x " + columns);
        }
        if (tensor.columns() != columns || tensor.rows() != rows) {
            throw holder(tensorName).refusal(tensorName, tensor.rows() + " x " + tensor.columns(),
                    rows + " x " + columns);
        }
        if (taken.add(tensorName)) {
            takenBytes += tensor.data().byteSize();
            watcher.accept(takenBytes);
        }
        return tensor;
    }

    /** How many bytes all tensors take. */
    public long tensorBytes() {
        return tensors.values().stream().mapToLong(tensor -> tensor.data().byteSize()).sum();
    }

    /**
     * Has progress told while a network is built over this file: how many of {@link #tensorBytes} have been asked for by
     * {@link #matrix}. Call before, on the same thread.
     */
    public void watch(LongConsumer listener) {
        watcher = listener;
    }

    private ModelPart holder(String tensorName) {
        return parts.stream().filter(part -> part.tensors().containsKey(tensorName)).findFirst().orElseThrow();
    }

    /**
     * The same model with one tensor in place of that of its name. It reads from this file, which must stay open as long as
     * it is used, and does not close it.
     *
     * @param other of the same shape, in any format
     * @throws InvalidModelFile when there is no tensor of that name and shape
     */
    public GgufFile replacing(Tensor other) {
        matrix(other.name(), other.rows(), other.columns());
        GgufFile changed = new GgufFile(parts, Arena.ofShared());
        changed.tensors.putAll(tensors);
        changed.tensors.put(other.name(), other);
        return changed;
    }

    /** Gives the mapping back; the tensors' data must not be used afterwards. */
    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }
}
