package dev.drover.engine;

import dev.drover.engine.cache.CacheMemory;
import dev.drover.engine.crew.Crew;
import dev.drover.engine.gguf.GgufFile;
import dev.drover.engine.kernel.KernelLevel;
import dev.drover.engine.kernel.KernelLevels;
import dev.drover.engine.schedule.Scheduler;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Opens model files and owns the threads that all of them compute on. Safe for use by many threads; one a process is
 * enough.
 */
public final class LocalEngine implements AutoCloseable {

    private final KernelLevel kernels;
    private final Crew crew;
    private final Scheduler scheduler;
    private final Residents residents;
    private final int threads;
    private final List<LocalModel> models = new ArrayList<>();
    private final List<LocalEmbeddingModel> embeddingModels = new ArrayList<>();

    /** Starts one. */
    public LocalEngine(EngineOptions options) {
        this(options, KernelLevels.chosen());
    }

    /** Starts one with kernels of choice. */
    LocalEngine(EngineOptions options, KernelLevel kernels) {
        this.kernels = kernels;
        this.threads = options.threads();
        this.crew = new Crew(threads);
        this.scheduler = new Scheduler(crew, options.limits());
        this.residents = new Residents(scheduler, kernels, options.residence());
    }

    /** Starts one with {@link EngineOptions#standard}. */
    public static LocalEngine standard() {
        return new LocalEngine(EngineOptions.standard());
    }

    /**
     * Opens a model file, which is mapped into memory, not read.
     *
     * @param name what answers call the model
     * @param path a GGUF file
     * @throws dev.drover.engine.gguf.InvalidModelFile when it is damaged or of a kind that is not supported
     * @throws IOException when it cannot be read
     */
    public LocalModel open(String name, Path path) throws IOException {
        return open(name, Residents.Source.of(path), GgufFile.open(path));
    }

    /**
     * Opens a model that is in memory; the content is copied.
     *
     * @param name what answers call the model
     * @param content a GGUF file's bytes
     * @throws dev.drover.engine.gguf.InvalidModelFile when it is damaged or of a kind that is not supported
     */
    public LocalModel open(String name, byte[] content) {
        return open(name, null, GgufFile.of(name, content));
    }

    /**
     * Opens a model whose file is open already, and will be closed with the model.
     *
     * @throws dev.drover.engine.gguf.InvalidModelFile when it is of a kind that is not supported; the file is closed then
     */
    public LocalModel open(String name, GgufFile file) {
        return open(name, null, file);
    }

    private LocalModel open(String name, Residents.@Nullable Source source, GgufFile file) {
        boolean opened = false;
        try {
            LocalModel model = new LocalModel(name, file, residents.add(name, source, file), kernels, this::forget);
            synchronized (models) {
                models.add(model);
            }
            opened = true;
            return model;
        } finally {
            if (!opened) {
                file.close();
            }
        }
    }

    /**
     * Opens a model file that holds an encoder, which is mapped into memory, not read.
     *
     * @param name what answers call the model
     * @param path a GGUF file, of architecture {@code bert} or {@code nomic-bert}
     * @throws dev.drover.engine.gguf.InvalidModelFile when it is damaged or of a kind that is not supported
     * @throws IOException when it cannot be read
     */
    public LocalEmbeddingModel openEmbedding(String name, Path path) throws IOException {
        GgufFile file = GgufFile.open(path);
        boolean opened = false;
        try {
            LocalEmbeddingModel model = new LocalEmbeddingModel(name, file, kernels, threads, this::forget);
            synchronized (models) {
                embeddingModels.add(model);
            }
            opened = true;
            return model;
        } finally {
            if (!opened) {
                file.close();
            }
        }
    }

    private void forget(LocalEmbeddingModel model) {
        synchronized (models) {
            embeddingModels.remove(model);
        }
    }

    private void forget(LocalModel model) {
        synchronized (models) {
            models.remove(model);
        }
    }

    /** How many models are open, those included whose last sequences are still to end. */
    int models() {
        synchronized (models) {
            return models.size();
        }
    }

    /** What keys and values take, and what is done with that memory. */
    public CacheMemory.Usage memory() {
        return scheduler.memory().usage();
    }

    /** Which kernels compute: {@code scalar} or {@code vector}. */
    public String kernels() {
        return kernels.name();
    }

    /** Waits for the passes under way, refuses all further calls, and gives files and threads back. */
    @Override
    public void close() {
        scheduler.close();
        crew.close();
        residents.close();
        synchronized (models) {
            models.clear();
        }
        List<LocalEmbeddingModel> open;
        synchronized (models) {
            open = List.copyOf(embeddingModels);
        }
        open.forEach(LocalEmbeddingModel::close);
    }
}
